import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../src/core/errors.ts';
import { readWords } from '../src/core/words.ts';
import { createSuggest } from '../src/text/suggest.ts';
import { createCommandContext } from '../test/fakes/catalogue-commands.ts';
import { chart } from './chart.ts';

const suggest = createSuggest();
const hour = 3_600_000;

async function run(typed: string) {
  const { context, requests } = createCommandContext();
  const reply = await chart.prepare(readWords(typed), suggest)(context);
  const buttons = reply.document.blocks.flatMap((block) => (block.kind === 'actions' ? block.items : []));
  return { reply, requests, buttons, request: requests[0] };
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
    ['chart cpu of shop from 08:00', { from: Date.UTC(2026, 10, 20, 7), to: Date.UTC(2026, 10, 20, 9) }],
  ])('understands “%s”', async (typed, wanted) => {
    expect((await run(typed)).request).toMatchObject(wanted);
  });

  it('redraws the message, and says in words what the picture shows', async () => {
    const { reply } = await run('chart cpu of shop');
    expect([reply.audience, reply.replace]).toEqual(['channel', true]);
    expect(reply.document.summary).toBe('CPU of shop-plan: average 31 %');
    expect(reply.document.blocks.map((block) => block.kind)).toEqual(['chart', 'note', 'actions']);
  });

  it('has buttons that ask for the same over another range', async () => {
    const { buttons } = await run('chart maximum cpu of "web app shop", crawler over 24h in UTC');
    expect(buttons).toMatchObject([
      { label: '1 h', command: 'chart maximum cpu of "web app shop", crawler over 1h in UTC', look: 'plain' },
      { label: '6 h', command: 'chart maximum cpu of "web app shop", crawler over 6h in UTC' },
      { label: '24 h', command: 'chart maximum cpu of "web app shop", crawler over 1d in UTC', look: 'primary' },
      { label: '7 d', command: 'chart maximum cpu of "web app shop", crawler over 1w in UTC' },
    ]);
  });

  it('has buttons that are understood, whatever was asked for', async () => {
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
        for (const item of first.buttons) {
          if (item.kind !== 'button') throw new Error('not a button');
          const { metric, aggregation, targets } = (await run(item.command)).request ?? {};
          expect({ metric, aggregation, targets }).toEqual({
            metric: first.request?.metric,
            aggregation: first.request?.aggregation,
            targets: first.request?.targets,
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a mistake in a chart command', () => {
  it.each([
    ['chart', 'Which metric do you want to see?'],
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
    ['chart cpu of shop from sometime', '“sometime” is not a moment. Write 2026-11-20, 2026-11-20 14:05, 14:05, yesterday or today.'],
    ['chart cpu of shop from today to yesterday', '“from” must be before “to”.'],
    ['chart cpu of shop from 2027-01-01', '“from” lies in the future.'],
    ['chart cpu of shop from 2026-01-01', 'Azure keeps metrics for 93 days; “from” lies before that.'],
    ['chart cpu of shop in Europe/Brelin', 'No time zone called “Europe/Brelin”. Did you mean Europe/Berlin?'],
  ])('“%s” is answered with “%s”', async (typed, words) => {
    expect(await mistake(typed)).toBe(words);
  });
});
