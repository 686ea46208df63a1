import { describe, expect, it } from 'vitest';
import { createSlots } from './slots.ts';

describe('slots', () => {
  it('let whoever no longer waits leave the line, and nobody behind is forgotten', async () => {
    const slots = createSlots(1);
    let finish = (): void => undefined;
    const busy = slots(new AbortController().signal, () => new Promise<void>((resolve) => (finish = resolve)));
    const leaving = new AbortController();
    const ran: string[] = [];
    const left = slots(leaving.signal, async () => ran.push('left'));
    const behind = slots(new AbortController().signal, async () => ran.push('behind'));
    leaving.abort(new Error('gone'));
    // Although the one before is still busy.
    await expect(left).rejects.toThrow('gone');
    finish();
    await Promise.all([busy, behind]);
    expect(ran).toEqual(['behind']);
    await slots(new AbortController().signal, async () => ran.push('later'));
    expect(ran).toEqual(['behind', 'later']);
  });
});
