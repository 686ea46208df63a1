import { describe, expect, it } from 'vitest';
import { ProviderError } from '../core/errors.ts';
import { createTerminalLog } from './terminal-log.ts';

describe('the log of a terminal', () => {
  it('tells an error in one line without its stack and causes, and nothing else', () => {
    const lines: string[] = [];
    const log = createTerminalLog({ redact: ['xoxb-secret'], destination: { write: (line) => lines.push(line) } });
    const cause = new Error('request failed with all its headers');
    log.error(
      { id: 7, error: new ProviderError('Azure', 'Could not be reached.', { retry: { when: 'never' }, cause }) },
      'a command failed',
    );
    log.error({ error: new TypeError('no\n token xoxb-secret') }, 'a job failed');
    log.error({}, 'the worker ended');
    log.warn({}, 'not told');
    log.info({}, 'not told');
    expect(lines).toEqual([
      'a command failed: Azure: Could not be reached.\n',
      'a job failed: no token [redacted]\n',
      'the worker ended\n',
    ]);
  });
});
