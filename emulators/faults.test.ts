import { describe, expect, it } from 'vitest';
import { Faults } from './faults.ts';

describe('ordered faults', () => {
  it('meet as many requests below their target as were ordered', () => {
    const faults = new Faults();
    faults.add({ target: 'slack/api/chat.postMessage', status: 429, count: 1, retryAfter: 2 });

    expect(faults.take('/slack/api/views.open')).toBeUndefined();
    expect(faults.take('/slack/api/chat.postMessage')?.retryAfter).toBe(2);
    expect(faults.take('/slack/api/chat.postMessage')).toBeUndefined();
  });

  it('end when their time is over', () => {
    let now = 0;
    const faults = new Faults(() => now);
    faults.add({ target: 'jira', status: 503, forMs: 60_000 });

    now = 59_999;
    expect(faults.take('/jira/rest/api/3/issue')?.status).toBe(503);
    now = 60_000;
    expect(faults.take('/jira/rest/api/3/issue')).toBeUndefined();
  });

  it('are cleared with all that lies below the target, or all at once', () => {
    const faults = new Faults();
    faults.add({ target: 'slack/api/chat.postMessage', status: 500 });
    faults.add({ target: 'teams', status: 500 });

    faults.clear('slack');
    expect(faults.take('/slack/api/chat.postMessage')).toBeUndefined();
    expect(faults.take('/teams/v3/conversations')?.status).toBe(500);
    faults.clear();
    expect(faults.take('/teams/v3/conversations')).toBeUndefined();
  });
});
