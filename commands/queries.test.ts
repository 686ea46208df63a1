import { describe, expect, it } from 'vitest';
import { readWords } from '../src/core/words.ts';
import { readKqlCall } from '../src/services/queries-grammar.ts';
import type { QueryHeld } from '../src/services/query-services.ts';
import { buttonsOf } from '../test/fakes/context.ts';
import { choicesOf, clicked, createQueryDesk, formOf, hour, labelled, now, textOf } from '../test/fakes/query-desk.ts';

describe('kql', () => {
  it('asks what is said, and tells meanwhile how it stands', async () => {
    const { run, wishes, reports } = createQueryDesk();
    const reply = await run('kql in shop over 6h requests | take 5');
    expect(wishes).toEqual([{ text: 'requests | take 5', in: 'shop', overMs: 6 * hour, anyway: false, notBefore: undefined }]);
    expect(reports).toHaveLength(1);
    expect([reply.audience, reply.replace, reply.outcome]).toEqual(['channel', true, undefined]);
    expect(reply.document.blocks.some((block) => block.kind === 'table')).toBe(true);
  });

  it('notes for the audit log where it was asked, what came, and what was hidden', async () => {
    const { run } = createQueryDesk(() => ({ redactions: 3, ageMs: 12_000 }));
    expect((await run('kql requests')).audit).toEqual({
      asked: 'w1',
      from: '2026-11-19T09:00:00.000Z',
      to: '2026-11-20T09:00:00.000Z',
      text: 'requests',
      rows: 20,
      redactions: 3,
      cached: '12 s',
    });
  });

  it('has buttons that ask the same, of what it was asked of', async () => {
    const { run } = createQueryDesk();
    const reply = await run('kql over 6h requests | take 5');
    expect(labelled(reply, 'Next ›')).toBe(
      'kql in shop over 6h from 2026-11-20T03:00:00Z to 2026-11-20T09:00:00Z page 2 anyway requests | take 5',
    );
    expect(labelled(reply, 'Chart')).toBe(
      'kql in shop over 6h from 2026-11-20T03:00:00Z to 2026-11-20T09:00:00Z page 1 as chart anyway requests | take 5',
    );
    expect(labelled(reply, 'CSV')).toBe(
      'kql in shop over 6h from 2026-11-20T03:00:00Z to 2026-11-20T09:00:00Z as csv anyway requests | take 5',
    );
    expect(labelled(reply, 'Run again')).toBe('kql in shop over 6h page 1 anyway afresh requests | take 5');
    expect(labelled(reply, 'Last 1h')).toBe('kql in shop over 1h page 1 anyway requests | take 5');
    expect(labelled(reply, 'Last 1d')).toBe('kql in shop over 1d page 1 anyway requests | take 5');
    expect(labelled(reply, 'Save…')).toBe('query save kql over 6h requests | take 5');
    for (const command of buttonsOf(reply)) if (command.startsWith('kql')) expect(readKqlCall(readWords(command), []).kind).toBe('ask');
    expect(labelled(await run(labelled(reply, 'Next ›') ?? ''), 'Next ›')).toBeUndefined();
  });

  it('reads again what is older than ten seconds', async () => {
    const { run, wishes } = createQueryDesk();
    await run('kql page 1 afresh requests');
    expect(wishes[0]?.notBefore).toBe(now - 10_000);
  });

  it('keeps a query that no button could carry', async () => {
    const { run, kept, wishes } = createQueryDesk();
    const long = `requests | where name in (${Array.from({ length: 300 }, (_one, index) => `"r${index}"`).join(', ')})`;
    const reply = await run(`kql in shop ${long}`);
    expect([...kept.values()]).toEqual([long]);
    expect(labelled(reply, 'Next ›')).toBe(
      'kql in shop from 2026-11-19T09:00:00Z to 2026-11-20T09:00:00Z page 2 anyway kept 00000000000000000000000000000000',
    );
    expect(labelled(reply, 'Save…')).toBe('query save kql in shop kept 00000000000000000000000000000000');
    await run(labelled(reply, 'Next ›') ?? '');
    expect(wishes.at(-1)?.text).toBe(long);
    await expect(run(`kql kept ${'9'.repeat(32)}`)).rejects.toThrow('That query is not kept any more');
  });

  it('asks a page of the very range of the answer it belongs to', async () => {
    const { run, wishes } = createQueryDesk();
    await run(labelled(await run('kql over 6h requests'), 'Next ›') ?? '');
    expect(wishes.at(-1)?.range).toEqual({ from: now - 6 * hour, to: now });
    const again = labelled(await run(labelled(await run('kql requests'), 'Next ›') ?? ''), 'Run again');
    expect(again).toBe('kql in shop page 1 anyway afresh requests');
  });

  it('opens the form with a query that is to be mended', async () => {
    const reply = await createQueryDesk().run('kql edit in shop over 6h requests | tske 5');
    const form = reply.document.blocks.find((block) => block.kind === 'form');
    expect(form?.kind === 'form' ? form.fields.map(({ initial }) => initial) : []).toEqual(['shop', '6h', 'requests | tske 5']);
  });

  it('puts all rows into a file below the message', async () => {
    const { run } = createQueryDesk();
    const reply = await run('kql as csv requests', clicked);
    expect([reply.replace, reply.under]).toEqual([false, 'clicked message']);
    const file = reply.document.blocks.find((block) => block.kind === 'file');
    expect(file?.kind === 'file' ? file.content.trim().split(/\r?\n/u) : []).toHaveLength(21);
  });

  it('redraws the message whose button was pressed, and leaves a list or a form standing', async () => {
    const { run } = createQueryDesk();
    expect((await run('kql page 2 requests', clicked)).replace).toBe(true);
    expect((await run('kql requests', clicked)).replace).toBe(false);
  });

  it('tells its author alone why a query is not sent', async () => {
    const held = (verdict: QueryHeld['verdict']): QueryHeld => ({
      kind: 'held',
      verdict,
      text: 'requests',
      findings: [{ rule: 'a-rule', verdict, message: 'A reason.' }],
    });
    const refused = await createQueryDesk(() => held('refuse')).run('kql requests');
    expect([refused.audience, refused.outcome, buttonsOf(refused)]).toEqual(['sender', 'refused', ['kql edit requests']]);
    expect(textOf(refused)).toContain('A reason.');
    const asked = await createQueryDesk(() => held('confirm')).run('kql in shop requests');
    expect([asked.audience, asked.outcome, labelled(asked, 'Run anyway')]).toEqual(['sender', undefined, 'kql in shop anyway requests']);
    // Nothing was asked, so there is nothing to be saved.
    expect([asked.undone, labelled(asked, 'Edit…')]).toEqual([true, 'kql edit in shop requests']);
    expect(asked.audit).toEqual({ asked: 'no', rules: 'a-rule', text: 'requests' });
  });

  it('shows what the service says is wrong', async () => {
    const { run } = createQueryDesk(() => ({
      kind: 'rejected',
      text: 'requests | x',
      problem: { code: 'SYN0002', message: 'Nothing is called x.', at: { start: 11, length: 1 }, nearest: 'take' },
    }));
    const reply = await run('kql requests | x');
    expect([reply.audience, reply.outcome]).toEqual(['sender', 'refused']);
    expect(reply.audit).toMatchObject({ asked: 'w1', text: 'requests | x', outcome: 'rejected', code: 'SYN0002' });
    expect(textOf(reply)).toContain('Nothing is called x.');
    expect(reply.document.blocks.some((block) => block.kind === 'preformatted' && block.text.includes('^'))).toBe(true);
  });

  it('opens a form with what was said already, whose query is said as it was written', async () => {
    const form = formOf(await createQueryDesk().run('kql in shop over 6h'));
    expect(form.fields.map((field) => [field.name, field.initial])).toEqual([
      ['in', 'shop'],
      ['over', '6h'],
      ['==query', undefined],
    ]);
  });

  it('explains, and cancels', async () => {
    const { run, wishes, cancelled } = createQueryDesk();
    expect((await run('kql explain in shop requests')).document.summary).toContain('shop logs');
    expect(wishes).toEqual([]);
    expect(textOf(await run('kql cancel abc1234'))).toBe('It is being cancelled.');
    expect(textOf(await run('kql cancel zzz1234'))).toBe('That query has ended already.');
    expect(cancelled).toEqual(['abc1234', 'zzz1234']);
  });
});

describe('query', () => {
  it('asks a shipped one with its parameters as literals, and has buttons that name it', async () => {
    const { run, wishes } = createQueryDesk();
    const reply = await run('query Slow-Operations slowerThan=500 in shop');
    expect(wishes[0]?.text).toEqual({
      classic: 'let slowerThan = real(500);\nrequests | where duration > slowerThan',
      workspace: 'let slowerThan = real(500);\nAppRequests | where DurationMs > slowerThan',
    });
    expect(labelled(reply, 'Next ›')).toBe(
      'query slow-operations slowerThan=500 in shop from 2026-11-19T09:00:00Z to 2026-11-20T09:00:00Z page 2 anyway',
    );
    expect(labelled(reply, 'Save…')).toBeUndefined();
  });

  it.each([
    ['query slow-operatoins', 'Did you mean slow-operations?'],
    ['query slow-operations slowerThan="1; drop"', '“1; drop” does not fit slowerThan'],
    ['query slow-operations faster=1', 'It takes slowerThan.'],
  ])('says what is wrong with %s', async (typed, words) => {
    await expect(createQueryDesk().run(typed)).rejects.toThrow(words);
  });

  it('saves the last query of the person, asks it by name, and deletes it', async () => {
    const { run, wishes, lastAsked } = createQueryDesk();
    await expect(run('query save morning')).rejects.toThrow('You have not asked a query here that I could save.');
    lastAsked('kql in shop over 7d page 2 requests | take 5');
    expect(textOf(await run('query save morning'))).toContain('query morning');
    const reply = await run('query Morning over 1d');
    expect(wishes.at(-1)).toMatchObject({ text: 'requests | take 5', in: 'shop', overMs: 24 * hour });
    expect(labelled(reply, 'Next ›')).toBe('query morning in shop over 1d from 2026-11-19T09:00:00Z to 2026-11-20T09:00:00Z page 2 anyway');
    await expect(run('query morning x=1')).rejects.toThrow('It takes no parameters.');
    expect(textOf(await run('query delete morning'))).toContain(
      'The saved query morning is deleted. It asked kql in shop over 1w requests | take 5.',
    );
  });

  it('asks for the name of what a button wants saved, whatever was asked meanwhile', async () => {
    const { run, wishes, lastAsked } = createQueryDesk();
    const asking = await run('query save kql in shop requests | take 5');
    const form = formOf(asking);
    lastAsked('kql traces');
    await run(`${form.command} morning`);
    await run('query morning');
    expect(wishes.at(-1)).toMatchObject({ text: 'requests | take 5', in: 'shop' });
  });

  it('alone opens a form', async () => {
    const form = formOf(await createQueryDesk().run('query'));
    expect(form.fields.map((field) => field.name)).toEqual(['=name', 'in', 'over', '==parameters']);
  });

  it('lists what there is, each with a button that asks it', async () => {
    const { run, lastAsked } = createQueryDesk();
    lastAsked('kql in shop requests | where name == "x"');
    await run('query save morning');
    expect(choicesOf(await run('queries'))).toEqual(['query morning', 'query slow-operations']);
    expect(choicesOf(await run('queries LONGEST'))).toEqual(['query slow-operations']);
    expect(textOf(await run('queries nothing'))).toContain('nothing');
  });
});
