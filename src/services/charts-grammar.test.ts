import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../core/errors.ts';
import { readWords } from '../core/words.ts';
import { createSuggest } from '../text/suggest.ts';
import { readChartCall } from './charts-grammar.ts';
import { aggregationNames, type ChartWish, keywords } from './charts-wish.ts';
import { chartCommand } from './charts-write.ts';
import { kindNames, kinds } from './kinds.ts';
import { metricNames } from './metric-names.ts';

const read = (typed: string) => readChartCall(readWords(typed), createSuggest(), ['chart cpu of shop']);
const minute = 60_000;
const day = 86_400_000;

const plain: ChartWish = {
  metric: 'cpu',
  aggregation: undefined,
  targets: ['shop'],
  span: { kind: 'over', ms: 6 * 60 * minute },
  everyMs: undefined,
  by: undefined,
  where: undefined,
  versusMs: undefined,
  as: undefined,
  timeZone: undefined,
  save: undefined,
};

describe('the words of a chart', () => {
  it.each<[string, Partial<ChartWish>]>([
    ['chart cpu of shop', {}],
    ['chart cpu of shop every 5m', { everyMs: 5 * minute }],
    ['chart cpu of shop by Instance', { by: { dimension: 'Instance', top: undefined } }],
    ['chart cpu of shop by request/resultCode top 3', { by: { dimension: 'request/resultCode', top: 3 } }],
    ['chart cpu of shop top 3 by Instance', { by: { dimension: 'Instance', top: 3 } }],
    ['chart cpu of shop where StatusCode 500', { where: { dimension: 'StatusCode', values: ['500'] } }],
    ['chart cpu of shop where StatusCode 500, “503 gone”', { where: { dimension: 'StatusCode', values: ['500', '503 gone'] } }],
    ['chart cpu of shop where "result code" East US, West', { where: { dimension: 'result code', values: ['East US', 'West'] } }],
    ['chart cpu of shop vs 1w', { versusMs: 7 * day }],
    ['chart cpu of shop vs yesterday', { versusMs: day }],
    ['chart cpu of shop vs last week', { versusMs: 7 * day }],
    ['chart cpu of shop AS Bar', { as: 'bar' }],
    ['chart cpu of shop as csv in UTC', { as: 'csv', timeZone: 'UTC' }],
    ['chart cpu of shop save morning', { save: 'morning' }],
    ['chart cpu max of shop', { aggregation: 'maximum' }],
    ['chart Http5xx minimum of shop', { metric: 'Http5xx', aggregation: 'minimum' }],
    ['chart Query Count of shop', { metric: 'Query Count' }],
    ['chart error count of shop', { metric: 'error count' }],
    ['chart network in of shop', { metric: 'network in' }],
    ['chart max network out of shop in UTC', { metric: 'network out', aggregation: 'maximum', timeZone: 'UTC' }],
    ['chart hits of the cache of shop', { metric: 'hits of the cache' }],
    ['chart cpu of shop over 6 h every 5 min', { everyMs: 5 * minute }],
    ['chart cpu of shop over 6 hours vs 2 weeks', { versusMs: 14 * day }],
    ['chart cpu of shop over 1 d 12 h', { span: { kind: 'over', ms: 1.5 * day } }],
    ['chart cpu of shop from yesterday at 22:00 to 8 am', { span: { kind: 'between', from: 'yesterday at 22:00', to: '8 am' } }],
    ['chart cpu of shop, "save"', { targets: ['shop', 'save'] }],
    ['chart "max cpu" of shop', { metric: 'max cpu' }],
    ['chart peak cpu of shop from 08:00', { aggregation: 'maximum', span: { kind: 'between', from: '08:00', to: undefined } }],
  ])('“%s” are understood', (typed, wanted) => {
    expect(read(typed)).toEqual({ kind: 'draw', wish: { ...plain, ...wanted } });
  });

  it.each([
    ['chart', { kind: 'form' }],
    ['chart morning', { kind: 'saved', name: 'morning' }],
    ['chart save morning', { kind: 'save last', name: 'morning' }],
    ['chart save over', { kind: 'save last', name: 'over' }],
    ['chart save', { kind: 'ask name', wish: undefined }],
    ['chart cpu of shop save', { kind: 'ask name', wish: plain }],
    ['chart delete morning', { kind: 'delete', name: 'morning' }],
    ['chart remove morning', { kind: 'delete', name: 'morning' }],
  ])('“%s” mean something else', (typed, wanted) => {
    expect(read(typed)).toEqual(wanted);
  });

  it.each([
    ['chart cpu', 'Of what? Name a service or a resource: chart cpu of NAME.'],
    ['chart cpu bps-website', 'I miss an “of” before the name: chart cpu of bps-website.'],
    ['chart max response time web app over 6h', 'I miss an “of” before the name: chart maximum response time of "web app".'],
    ['chart network in bps-website', 'I miss an “of” before the name: chart network in of bps-website.'],
    ['chart Http5xx shop', 'I miss an “of” before the name: chart Http5xx of shop.'],
    ['chart cpu, memory of shop', 'One chart shows one metric; draw the others in charts of their own.'],
    ['chart save one two', 'A chart’s name is one word.'],
    ['chart delete one two', 'A chart’s name is one word.'],
    ['chart max', 'Of what? Name a service or a resource: chart max of NAME.'],
    ['chart delete', 'Which chart is to be deleted?'],
    ['chart cpu save', 'Of what?'],
    ['chart cpu of shop every 90s', 'Azure measures by the minute; the finest is every 1m.'],
    ['chart cpu of shop every five', '“five” is not a duration.'],
    ['chart cpu of shop by', 'Something is missing after “by”.'],
    ['chart cpu of shop top 5', '“top” needs a “by”: by DIMENSION top 5.'],
    ['chart cpu of shop by Instance top many', '“top” takes a number from 1 to 20, not “many”.'],
    ['chart cpu of shop by Instance top 0', '“top” takes a number from 1 to 20'],
    ['chart cpu of shop by Instance top 21', '“top” takes a number from 1 to 20'],
    ['chart cpu of shop where StatusCode', '“where” needs a dimension and a value of it'],
    ['chart cpu of shop where StatusCode 500,', 'A name is missing beside the comma.'],
    ['chart cpu of shop vs long ago', '“long ago” is not a duration.'],
    ['chart cpu of shop vs 94d', 'Azure keeps metrics for 93 days; nothing is known of what was before.'],
    ['chart cpu of shop as pie', 'I cannot draw it as “pie”. There are line, area, bar and csv.'],
    ['chart cpu of shop as lin', 'Did you mean “line”?'],
    ['chart cpu of shop evry 5m', 'I did not understand “evry”. Did you mean “every”?'],
    ['chart cpu of shop whre a b', 'Did you mean “where”?'],
    ['chart cpu of shop over 6h Instance', 'I did not understand “Instance”.'],
    ['chart cpu of shop from sometime', '“sometime” is not a moment.'],
    ['chart cpu of shop save one two', 'A chart’s name is one word.'],
    ['chart cpu of shop over 6 apples', 'I did not understand “apples”.'],
  ])('“%s” are answered with “%s”', (typed, words) => {
    expect(() => read(typed)).toThrow(words);
    expect(() => read(typed)).toThrow(UserError);
  });

  it.each([
    ['chart cpu, memory of shop', ['chart cpu of shop', 'chart memory of shop']],
    ['chart cpu of shop where Instance', ['chart cpu of shop where Instance VALUE']],
    ['chart save one two', ['chart save one-two']],
    ['chart cpu bps-website', ['chart cpu of bps-website']],
  ])('“%s” are answered with words that would do', (typed, examples) => {
    expect(() => read(typed)).toThrow(expect.objectContaining({ examples }));
  });

  it.each(kindNames(new Set(kinds.map((kind) => kind.type))))('take “%s” for a kind, not for a mistyped option', (name) => {
    expect(read(`chart cpu of ${name} over 6h`)).toMatchObject({ wish: { targets: [name] } });
  });
});

describe('a chart that is written down', () => {
  const word = fc.oneof(
    fc.constantFrom(...keywords, ...aggregationNames.keys(), 'web app', 'request/resultCode', '500', 'now', '-', '<a|b>', 'O’Neil', "it's"),
    fc.stringMatching(/^[\p{L}\p{N}'"„”«».,:;_/<>|@#=+%-]{1,10}(?: [\p{L}\p{N}.,-]{1,6}){0,7}$/u),
  );
  // A name that holds every kind of quote cannot be written, nor can one that is nothing but a comma.
  const name = word.filter(
    (text) => text.trim() === text && text !== ',' && !(/["”]/u.test(text) && text.includes("'") && text.includes('»')),
  );
  const plainWords = fc.array(fc.constantFrom('max', 'cpu', 'usage', 'Of', 'bytes', 'count'), { minLength: 1, maxLength: 8 });
  const metric = fc.oneof(
    name,
    plainWords.map((words) => words.join(' ')),
    fc.constantFrom(...metricNames.flatMap((one) => [one.name, ...one.aliases])),
  );
  const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });
  const minutes = (least: number, most: number) => fc.integer({ min: least, max: most }).map((many) => many * minute);
  const moment = fc.constantFrom(
    'yesterday',
    'today',
    '14:05',
    '2026-11-20',
    '2026-11-20 14:05',
    '2026-11-20T14:05Z',
    '2026-11-20T14:05+02:00',
  );
  const wishes: fc.Arbitrary<ChartWish> = fc.record({
    metric,
    aggregation: maybe(fc.constantFrom('average', 'minimum', 'maximum', 'total', 'count')),
    targets: fc.array(name, { minLength: 1, maxLength: 10 }),
    span: fc.oneof(
      fc.record({ kind: fc.constant('over' as const), ms: minutes(5, 93 * 1440) }),
      fc.record({ kind: fc.constant('between' as const), from: moment, to: maybe(moment) }),
    ),
    everyMs: maybe(minutes(1, 1440)),
    by: maybe(fc.record({ dimension: name, top: maybe(fc.integer({ min: 1, max: 20 })) })),
    where: maybe(fc.record({ dimension: name, values: fc.array(name, { minLength: 1, maxLength: 8 }) })),
    versusMs: maybe(minutes(5, 93 * 1440)),
    as: maybe(fc.constantFrom('line', 'area', 'bar', 'csv')),
    timeZone: maybe(fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires')),
    save: maybe(name),
  });

  it('is read as the same chart', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        expect(read(chartCommand(wish))).toEqual({ kind: 'draw', wish });
      }),
      { numRuns: 2_000 },
    );
  });

  it('asks for a name when only “save” stands behind it', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const unsaved = { ...wish, save: undefined };
        expect(read(`${chartCommand(unsaved)} save`)).toEqual({ kind: 'ask name', wish: unsaved });
      }),
    );
  });

  it('is never anything but read or refused with a sentence', () => {
    const piece = fc.oneof(
      fc.constantFrom(...keywords, 'chart', 'delete', ',', '"', '6h', '6', 'hours', 'cpu', 'network', 'max'),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        try {
          read(`chart ${pieces.join(' ')}`);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
