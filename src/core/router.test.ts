import { describe, expect, it } from 'vitest';
import { invocation, setUp, works } from '../../test/fakes/router-desk.ts';

import { shortId } from './short-id.ts';

describe('the router', () => {
  it('keeps in the audit log what a failed command tells of its attempt, and answers as if it had told nothing', async () => {
    const { router, audit, said } = setUp();
    await router.accept(invocation('fail outage'));
    await router.accept(invocation('fail mistake'));
    await router.idle();
    expect(audit).toMatchObject([
      { result: 'failed', detail: { text: 'print 1' } },
      { result: 'refused', detail: { text: 'print 1' } },
    ]);
    expect(said()).toMatch(/^Azure: it did not answer\. If it lasts, quote [0-9a-f]{8}\. It was cancelled\.$/u);
  });

  it('accepts a command that changes state once it is stored, and works afterwards', async () => {
    const { router, log, release, answers } = setUp();
    await router.accept(invocation('slow'));
    expect(log[0]).toBe('stored');
    expect(answers).toEqual([]);
    release.resolve();
    await router.idle();
    expect(answers).toHaveLength(1);
    expect(log).toEqual(['stored', 'working', 'finished']);
  });

  it('gives a redelivered event one effect', async () => {
    const { router, release, answers } = setUp();
    release.resolve();
    await router.accept(invocation('slow', 'slack:E1'));
    await router.accept(invocation('slow', 'slack:E1'));
    await router.accept(invocation('help', 'slack:E2'));
    await router.accept(invocation('help', 'slack:E2'));
    await router.idle();
    expect(answers.map((one) => one.invocation.text)).toEqual(['slow', 'help']);
  });

  it('takes up what was accepted but not finished before a restart', async () => {
    const { router, release, answers } = setUp({ stored: [invocation('slow', 'slack:E1')] });
    release.resolve();
    await router.resume();
    await router.idle();
    expect(answers).toHaveLength(1);
  });

  it('does not take up again what it is working on since the restart', async () => {
    const { router, log, release, answers } = setUp();
    await router.accept(invocation('slow', 'slack:E1'));
    const asked = router.answer(invocation('slow', 'console:E2'), { signal: AbortSignal.timeout(1_000) });
    await router.resume();
    release.resolve();
    await Promise.all([asked, router.idle()]);
    expect(log.filter((one) => one === 'working')).toHaveLength(2);
    expect(answers).toHaveLength(1);
  });

  it('has finished a command also when nobody could be told: after a restart it must not be done again', async () => {
    const { router, log, release } = setUp({ deliver: () => Promise.reject(new Error('the chat is away')) });
    release.resolve();
    await router.accept(invocation('slow'));
    await router.idle();
    expect(log).toEqual(['stored', 'working', 'finished']);
  });

  it('stores a command of which only some words change anything, only with those', async () => {
    const { router, log } = setUp();
    await router.accept(invocation('keep', 'slack:E10'));
    await router.idle();
    expect(log).toEqual([]);
    await router.accept(invocation('keep it', 'slack:E11'));
    await router.idle();
    expect(log).toEqual(['stored', 'finished']);
  });

  it('does not accept what cannot be stored, and takes it when it comes again', async () => {
    let disk = (): Promise<void> => Promise.reject(new Error('disk full'));
    const { router, answers, release } = setUp({ store: () => disk() });
    await expect(router.accept(invocation('slow', 'slack:E9'))).rejects.toThrow('disk full');
    disk = works;
    release.resolve();
    await router.accept(invocation('slow', 'slack:E9'));
    await router.idle();
    expect(answers).toHaveLength(1);
  });

  it('lets the last click on a message win, whichever is worked out last', async () => {
    const { router, answers, release } = setUp({ deliver: async () => release.resolve() });
    const origin = { kind: 'clicked', message: { platform: 'slack', channel: 'C1', id: '17' } } as const;
    await router.accept({ ...invocation('redraw late'), origin });
    await router.accept({ ...invocation('redraw 1h'), origin });
    await router.idle();
    expect(answers.map(({ reply }) => [reply.document.summary, reply.redrawnBy])).toEqual([
      ['the last 1h', undefined],
      ['the last late', 'later click'],
    ]);
  });

  it('opens help for no words at all', async () => {
    const { router, said } = setUp();
    await router.accept(invocation(''));
    await router.idle();
    expect(said()).toContain('here is help');
  });

  it('answers a mistake to its author alone, with the nearest command', async () => {
    const { router, answers, said } = setUp();
    await router.accept(invocation('resolv'));
    await router.idle();
    expect(answers[0]?.reply.audience).toBe('sender');
    expect(said()).toContain('No command called “resolv”. Did you mean resolve?');
  });

  it.each([
    ['the role does not allow', 'known', 'Only a responder may use resolve; you are a viewer.', 'denied'],
    ['nobody can be looked up for', 'unknown', 'I could not look up who you are on Slack just now', 'refused'],
  ] as const)('denies what %s and writes that down', async (_why, profile, words, result) => {
    const { router, said, audit, observed } = setUp();
    await router.accept(invocation('resolve', 'e', { platform: 'slack', id: 'U1', name: 'eva', profile }));
    await router.idle();
    expect(said()).toContain(words);
    expect(audit).toMatchObject([{ who: 'slack:U1', what: 'resolve', where: 'slack:C1', result }]);
    expect(observed).toEqual([`resolve ${result}`]);
  });

  it('tells whoever is denied something whom to ask', async () => {
    const { router, said, answers } = setUp();
    await router.accept(invocation('resolve', 'e', { platform: 'slack', id: 'U1', name: 'eva', email: 'eva@example.com' }));
    await router.idle();
    expect(said()).toContain('you are a viewer. Ask somebody with the role responder.');
    expect(answers[0]?.reply.alone?.summary).toContain('you are a viewer. Ask ana@example.com.');
  });

  it.each([
    ['by id', { platform: 'slack', id: 'U2', name: 'ben' }],
    ['by e-mail, whatever its case', { platform: 'teams', id: 'x', name: 'ana', email: 'Ana@Example.com' }],
  ])('knows a role %s', async (_name, actor) => {
    const { router, said, audit } = setUp();
    await router.accept(invocation('resolve', 'e', actor));
    await router.idle();
    expect(said()).toContain('resolved');
    expect(audit[0]?.result).toBe('done');
  });

  it('gives the terminal its answer back, under the role it was given', async () => {
    const { router, answers } = setUp();
    const { reply, result } = await router.answer(invocation('resolve'), { signal: AbortSignal.timeout(1_000), role: 'admin' });
    expect(result).toBe('done');
    expect(reply.document.summary).toBe('resolved');
    expect(answers).toEqual([]);
  });

  it('tells whose command it had to stop, without taking that for a bug', async () => {
    const { router, said } = setUp();
    await router.accept(invocation('patient'));
    await router.stop();
    expect(said()).toContain('I had to stop before this was done');
  });

  it('shows a bug only as an apology with an id to quote', async () => {
    const { router, said, audit } = setUp();
    await router.accept(invocation('broken', 'slack:E7'));
    await router.idle();
    expect(said()).toContain(`Quote ${shortId('slack:E7')}`);
    expect(said()).not.toContain('undefined');
    expect(audit[0]?.result).toBe('failed');
  });

  it('names the outside system that failed', async () => {
    const { router, said } = setUp();
    await router.accept(invocation('outage'));
    await router.idle();
    expect(said()).toContain('Azure: it did not answer.');
  });

  it('audits as refused what a command answers so by itself, with what it has to add', async () => {
    const { router, audit } = setUp();
    await router.accept(invocation('ask'));
    await router.idle();
    expect(audit).toMatchObject([{ what: 'ask', result: 'refused', detail: { code: 'E1' } }]);
  });

  it('shows a UserError word for word, with what to try', async () => {
    const { router, said, audit } = setUp();
    await router.accept(invocation('wrong'));
    await router.idle();
    expect(said()).toContain('No service called chekout.');
    // As examples are written here.
    expect(said()).toContain('Try services here');
    expect(audit[0]?.result).toBe('refused');
  });
});
