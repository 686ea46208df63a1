import { describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/document.ts';
import { createSubmissions } from './submissions.ts';
import { suggest } from './suggestions.ts';

/** Time that passes when it is told to. */
function handPause() {
  const passed = Promise.withResolvers<void>();
  const asked: number[] = [];
  const pause = (ms: number): Promise<void> => {
    asked.push(ms);
    return passed.promise;
  };
  return { pause, asked, pass: passed.resolve };
}

describe('a form that was sent', () => {
  it('stays when it is refused while somebody looks at it', async () => {
    const submissions = createSubmissions(handPause().pause);
    const outcome = submissions.wait('1');
    expect(submissions.refuse('1', sentence('no'))).toBe('shown');
    expect(await outcome).toMatchObject({ kind: 'stays', refusal: { summary: 'no' } });
  });

  it('closes within Slack’s three seconds when there is no answer yet', async () => {
    const { pause, asked, pass } = handPause();
    const submissions = createSubmissions(pause);
    const outcome = submissions.wait('1');
    pass();
    expect(await outcome).toEqual({ kind: 'closes' });
    expect(asked[0]).toBeLessThan(2_500);
    expect(submissions.refuse('1', sentence('no'))).toBe('too late');
  });

  it('tells both when Slack sent it twice', async () => {
    const submissions = createSubmissions(handPause().pause);
    const outcomes = [submissions.wait('1'), submissions.wait('1')];
    submissions.refuse('1', sentence('no'));
    expect((await Promise.all(outcomes)).map((one) => one.kind)).toEqual(['stays', 'stays']);
  });

  it('does not end a later sending with the patience of an earlier one', async () => {
    const first = handPause();
    const pauses = [first.pause, handPause().pause];
    const submissions = createSubmissions((ms) => (pauses.shift() ?? first.pause)(ms));
    const earlier = submissions.wait('1');
    submissions.close('1');
    await earlier;
    const later = submissions.wait('1');
    first.pass();
    await Promise.resolve();
    expect(submissions.refuse('1', sentence('no'))).toBe('shown');
    expect((await later).kind).toBe('stays');
  });

  it('keeps nobody waiting while the bot stops', async () => {
    const submissions = createSubmissions(handPause().pause);
    const outcome = submissions.wait('1');
    submissions.stop();
    expect(await outcome).toEqual({ kind: 'closes' });
  });
});

describe('a search that takes too long', () => {
  it('is given up, and nothing is offered', async () => {
    const { pause, asked, pass } = handPause();
    let stopped: AbortSignal | undefined;
    const found = suggest(
      { field: 'search.targets', typed: 'x' },
      (_query, { signal }) => {
        stopped = signal;
        return new Promise(() => undefined);
      },
      pause,
    );
    pass();
    expect(await found).toEqual([]);
    expect(stopped?.aborted).toBe(true);
    expect(asked[0]).toBeLessThan(3_000);
  });
});
