import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActionItem } from '../src/core/actions.ts';
import { UserError } from '../src/core/errors.ts';
import { formCommand } from '../src/core/form-words.ts';
import type { Origin } from '../src/core/invocation.ts';
import { readWords } from '../src/core/words.ts';
import { createSuggest } from '../src/text/suggest.ts';
import { createCommandContext } from '../test/fakes/catalogue-commands.ts';
import { chart } from './chart.ts';

const suggest = createSuggest();
const hour = 3_600_000;

async function run(typed: string, origin: Origin = { kind: 'typed' }) {
  const { context, requests } = createCommandContext();
  const reply = await chart.prepare(readWords(typed), suggest).run({ ...context, origin });
  const rows = reply.document.blocks.flatMap((block) => (block.kind === 'actions' ? [block.items] : []));
  return { reply, requests, rows, request: requests[0] };
}

/** Every command that can be clicked, by its label. */
function clickable(rows: readonly (readonly ActionItem[])[]): readonly (readonly [label: string, command: string])[] {
  return rows.flat().flatMap((item) => {
    if (item.kind === 'button') return [[item.label, item.command] as const];
    return item.kind === 'select' ? item.options.map((option) => [`${item.label} ${option.label}`, option.command] as const) : [];
  });
}

/** What it says to a mistake, whether in the words or in what they mean. */
async function mistake(typed: string): Promise<string> {
  try {
    await run(typed);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error(`“${typed}” was understood`);
}

describe('the chart command', () => {
  it('draws the last six hours unless it is told otherwise', async () => {
    const { request } = await run('chart cpu of shop');
    expect(request).toMatchObject({ metric: 'cpu', aggregation: undefined, targets: ['shop'], timeZone: 'Europe/Berlin' });
    expect((request?.to ?? 0) - (request?.from ?? 0)).toBe(6 * hour);
  });

  it.each([
    ['chart response time of shop', { metric: 'response time', targets: ['shop'] }],
    ['chart max cpu of shop, crawler', { metric: 'cpu', aggregation: 'maximum', targets: ['shop', 'crawler'] }],
    ['chart average response time of shop', { metric: 'response time', aggregation: 'average' }],
    ['chart cpu of “web app shop”, plan', { targets: ['web app shop', 'plan'] }],
    ['chart cpu of web app over 1h', { targets: ['web app'] }],
    ['chart constructor cpu of shop', { metric: 'constructor cpu', aggregation: undefined }],
    ['chart count of shop', { metric: 'count', aggregation: undefined }],
    ['chart cpu of shop in America/New_York', { timeZone: 'America/New_York' }],
    ['chart cpu of shop from 2026-11-19 to 2026-11-20 08:00', { from: Date.UTC(2026, 10, 18, 23), to: Date.UTC(2026, 10, 20, 7) }],
    ['chart cpu of shop from yesterday to today in UTC', { from: Date.UTC(2026, 10, 19), to: Date.UTC(2026, 10, 20) }],
    ['chart cpu of shop from yesterday 22:00 to 8am', { from: Date.UTC(2026, 10, 19, 21), to: Date.UTC(2026, 10, 20, 7) }],
    // It is 10:00 there, so 22:00 was yesterday.
    ['chart cpu of shop from 22:00', { from: Date.UTC(2026, 10, 19, 21), to: Date.UTC(2026, 10, 20, 9) }],
    ['chart cpu of shop from 22:00 to 23:30', { from: Date.UTC(2026, 10, 19, 21), to: Date.UTC(2026, 10, 19, 22, 30) }],
    ['chart cpu of shop from 08:00 to 18:00', { from: Date.UTC(2026, 10, 20, 7), to: Date.UTC(2026, 10, 20, 9) }],
    ['chart cpu of shop from 08:00', { from: Date.UTC(2026, 10, 20, 7), to: Date.UTC(2026, 10, 20, 9) }],
  ])('understands “%s”', async (typed, wanted) => {
    expect((await run(typed)).request).toMatchObject(wanted);
  });

  it('redraws the message, and says in words what the picture shows', async () => {
    const { reply } = await run('chart cpu of shop');
    expect([reply.audience, reply.replace]).toEqual(['channel', true]);
    expect(reply.document.summary).toBe('CPU of shop-plan: average 31 %');
    expect(reply.document.blocks.map((block) => block.kind)).toEqual(['chart', 'note', 'note', 'actions', 'actions']);
  });

  it('hands every option on', async () => {
    const typed = 'chart cpu of shop every 5m by Instance top 3 where StatusCode 500, 503 vs 1w as bar';
    expect((await run(typed)).request).toMatchObject({
      everyMs: 300_000,
      by: { dimension: 'Instance', top: 3 },
      where: { dimension: 'StatusCode', values: ['500', '503'] },
      versusMs: 168 * hour,
      style: 'bar',
    });
  });
});

describe('the buttons under a chart', () => {
  it('carry the whole chart, and the zone that everybody sees', async () => {
    const { rows } = await run('chart maximum cpu of "web app shop", crawler over 24h');
    const chart = 'chart maximum cpu of "web app shop", crawler';
    expect(rows.map((row) => clickable([row]))).toEqual([
      [
        ['‹ Earlier', `${chart} from 2026-11-18T09:00Z to 2026-11-19T09:00Z in Europe/Berlin`],
        ['1 h', `${chart} over 1h in Europe/Berlin`],
        ['6 h', `${chart} over 6h in Europe/Berlin`],
        ['24 h', `${chart} over 1d in Europe/Berlin`],
        ['7 d', `${chart} over 1w in Europe/Berlin`],
      ],
      [
        ['vs last week', `${chart} over 1d vs 1w in Europe/Berlin`],
        ['Split by… Instance', `${chart} over 1d by Instance in Europe/Berlin`],
        ['Split by… StatusCode', `${chart} over 1d by StatusCode in Europe/Berlin`],
        ['Refresh', `${chart} over 1d in Europe/Berlin afresh`],
        ['CSV', `${chart} over 1d as csv in Europe/Berlin`],
        ['Save…', `${chart} over 1d in Europe/Berlin save`],
      ],
    ]);
    expect(rows.flat().flatMap((item) => (item.kind === 'button' && item.look === 'primary' ? [item.label] : []))).toEqual(['24 h']);
  });

  it('lead back to now from a range that is over', async () => {
    const { rows } = await run('chart cpu of shop from 06:00 to 08:00');
    const found = new Map(clickable(rows));
    expect(found.get('‹ Earlier')).toBe('chart cpu of shop from 2026-11-20T03:00Z to 2026-11-20T05:00Z in Europe/Berlin');
    expect(found.get('Refresh')).toBe('chart cpu of shop from 2026-11-20T05:00Z to 2026-11-20T07:00Z in Europe/Berlin afresh');
    expect(found.get('Later ›')).toBe('chart cpu of shop over 2h in Europe/Berlin');
    const before = await run('chart cpu of shop from 02:00 to 04:00 in UTC');
    expect(new Map(clickable(before.rows)).get('Later ›')).toBe('chart cpu of shop from 2026-11-20T04:00Z to 2026-11-20T06:00Z in UTC');
  });

  it('read anew what was read more than ten seconds ago when Refresh is pressed, and only then', async () => {
    const { rows, request } = await run('chart cpu of shop');
    expect(request?.notBefore).toBeUndefined();
    const refresh = new Map(clickable(rows)).get('Refresh') ?? '';
    const again = await run(refresh);
    expect((again.request?.to ?? 0) - (again.request?.notBefore ?? 0)).toBe(10_000);
    expect(new Map(clickable(again.rows)).get('6 h')).not.toContain('afresh');
    expect((await run('chart cpu of "afresh"')).request).toMatchObject({ targets: ['afresh'], notBefore: undefined });
  });

  it('keep a range open that ends whenever it is asked for', async () => {
    const found = new Map(clickable((await run('chart cpu of shop from yesterday')).rows));
    expect(found.get('Refresh')).toBe('chart cpu of shop from 2026-11-18T23:00Z in Europe/Berlin afresh');
    expect(found.has('Later ›')).toBe(false);
  });

  it('take a comparison and a split back', async () => {
    const found = new Map(clickable((await run('chart cpu of shop by instance top 3 vs 1w in UTC')).rows));
    expect(found.get('vs last week')).toBe('chart cpu of shop over 6h by Instance top 3 in UTC');
    expect(found.get('Split by Instance Do not split')).toBe('chart cpu of shop over 6h vs 1w in UTC');
    expect(found.get('Split by Instance StatusCode')).toBe('chart cpu of shop over 6h by StatusCode top 3 vs 1w in UTC');
    expect(new Map(clickable((await run('chart cpu of shop vs 1d')).rows)).has('vs 1d before')).toBe(true);
  });

  it('do not lead to where Azure keeps nothing', async () => {
    const labels = clickable((await run('chart cpu of shop over 90d')).rows).map(([label]) => label);
    expect(labels).not.toContain('‹ Earlier');
    expect(labels).not.toContain('vs last week');
  });

  it('are short enough for a choice of Slack’s for the usual chart', async () => {
    const typed = 'chart average response time of compliance, packamal over 7d where request/resultCode 500 vs 1w in Europe/Berlin';
    for (const [, command] of clickable((await run(typed)).rows)) expect(command.length).toBeLessThanOrEqual(150);
  });

  it('are understood and mean the same chart, whatever was asked for', async () => {
    const word = fc.stringMatching(/^[\p{L}\p{N}'.,_ -]{1,12}$/u).filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(word, word, async (metric, target) => {
        const typed = `chart ${metric} of "${target.replaceAll(/["'“„,]/gu, '')}x"`;
        let first: Awaited<ReturnType<typeof run>>;
        try {
          first = await run(typed);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          return;
        }
        for (const [label, command] of clickable(first.rows)) {
          if (label === 'Save…') continue;
          const { metric, aggregation, targets, timeZone } = (await run(command)).request ?? {};
          expect({ metric, aggregation, targets, timeZone }).toEqual({
            metric: first.request?.metric,
            aggregation: first.request?.aggregation,
            targets: first.request?.targets,
            timeZone: first.request?.timeZone,
          });
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('a chart as CSV', () => {
  it('is a file under the chart whose button was clicked', async () => {
    const { reply } = await run('chart cpu of shop as csv');
    expect([reply.under, reply.replace, reply.audience]).toEqual(['clicked message', false, 'channel']);
    expect(reply.document.blocks.map((block) => block.kind)).toEqual(['text', 'note', 'file']);
    // What is said of the picture alone is not repeated.
    expect(JSON.stringify(reply.document)).not.toContain('Releases are not marked.');
    const [, , file] = reply.document.blocks;
    if (file?.kind !== 'file') throw new Error('no file');
    expect([file.name, file.mediaType]).toEqual(['response-time-of-compliance-20261119T1407Z.csv', 'text/csv']);
    expect(file.content.split('\r\n')[0]).toBe('time,ca-compliance-api,appi-compliance,pg-compliance');
  });
});

describe('a form', () => {
  it('asks for a chart when nothing is said', async () => {
    const { reply } = await run('chart');
    const [form] = reply.document.blocks;
    if (form?.kind !== 'form') throw new Error('no form');
    expect([reply.audience, form.command]).toEqual(['sender', 'chart']);
    expect(form.fields.map((field) => [field.kind, field.name, field.required])).toEqual([
      ['search', '=metric', true],
      ['choice', '=aggregation', false],
      ['search', 'of', true],
      ['choice', 'over', false],
      ['text', 'by', false],
      ['choice', 'vs', false],
      ['choice', 'as', false],
    ]);
    const filled = {
      '=metric': 'response time',
      '=aggregation': 'maximum',
      of: 'web app shop',
      over: '6h',
      by: 'Instance',
      vs: '1w',
      as: 'bar',
    };
    const words = formCommand(
      form.command,
      Object.entries(filled).map(([name, value]) => ({ name, value })),
    );
    expect((await run(words)).request).toMatchObject({
      aggregation: 'maximum',
      metric: 'response time',
      targets: ['web app shop'],
      style: 'bar',
    });
  });

  it('asks for the name of a chart that is to be saved', async () => {
    const { reply } = await run('chart cpu of shop over 1h in UTC save');
    const [form] = reply.document.blocks;
    if (form?.kind !== 'form') throw new Error('no form');
    const words = formCommand(form.command, [{ name: 'save', value: 'morning' }]);
    expect([reply.audience, words]).toEqual(['sender', 'chart cpu of shop over 1h in UTC save morning']);
    // Who sent it sees the chart already: only that it is saved is news.
    const sent = await run(words, { kind: 'form' });
    expect([sent.reply.audience, sent.reply.document.summary]).toEqual([
      'sender',
      'Saved: chart morning now draws cpu of shop over 1h in UTC.',
    ]);
    const card = { platform: 'teams', channel: 'C1', id: '7' };
    const clicked = await run(words, { kind: 'clicked', message: card });
    expect([clicked.reply.replace, clicked.reply.document.summary]).toEqual([true, sent.reply.document.summary]);
    expect((await run(words)).reply.document.blocks[0]?.kind).toBe('chart');
    expect(await mistake('chart save')).toBe('You have not drawn a chart here that I could save. Draw one first, or say which:');
  });
});

describe('a mistake in a chart command', () => {
  it.each([
    ['chart over 6h', 'Which metric do you want to see?'],
    ['chart cpu', 'Of what? Name a service or a resource: chart cpu of NAME.'],
    ['chart cpu for shop', 'I did not understand “for”. Did you mean “of”?'],
    ['chart cpu of shop ovr 6h', 'I did not understand “ovr”. Did you mean “over”?'],
    ['chart cpu of shop frm yesterday', 'I did not understand “frm”. Did you mean “from”?'],
    ['chart cpu of shop over 6h over 7h', '“over” is given twice.'],
    ['chart cpu of shop over', 'Something is missing after “over”.'],
    ['chart cpu of shop over six', '“six” is not a duration. Write 30m, 6h, 7d or 2w.'],
    ['chart cpu of shop over 1s', 'The shortest chart is over 5m.'],
    ['chart cpu of shop over 400d', 'Azure keeps metrics for 93 days; the longest chart is over 93d.'],
    ['chart cpu of shop, over 6h', 'A name is missing beside the comma.'],
    ['chart cpu of shop over 6h from today', 'Give either “over” or “from … to …”, not both.'],
    ['chart cpu of shop to today', '“to” needs a “from”.'],
    [
      'chart cpu of shop from sometime',
      '“sometime” is not a moment. Write 2026-11-20, 2026-11-20 14:05, 14:05, 8am, yesterday or yesterday 22:00.',
    ],
    ['chart cpu of shop from today to yesterday', '“from” must be before “to”.'],
    ['chart cpu of shop from now to yesterday', '“from” must be before “to”.'],
    ['chart cpu of shop from now', '“from” must be before now.'],
    ['chart cpu of shop from 2027-01-01', '“from” lies in the future.'],
    ['chart cpu of shop over 90d vs 1w', 'Azure keeps metrics for 93 days; what you compare with lies before that.'],
    ['chart cpu of shop from 2026-01-01', 'Azure keeps metrics for 93 days; “from” lies before that.'],
    ['chart cpu of shop in Europe/Brelin', 'No time zone called “Europe/Brelin”. Did you mean Europe/Berlin?'],
  ])('“%s” is answered with “%s”', async (typed, words) => {
    expect(await mistake(typed)).toBe(words);
  });
});
