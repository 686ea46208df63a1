import { describe, expect, it } from 'vitest';
import { identityOf, type Nameable, namesAmong, oneLine, tellingLabels } from './alert-name.ts';

const web = (name: string): string => `/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/${name}`;
const alert = (over: Partial<Nameable>): Nameable => ({
  key: 'a',
  source: 'azure',
  rule: 'dim-rule',
  title: 'dim-rule: Total Http5xx > 10',
  resources: [web('web-a')],
  labels: { Instance: 'inst-1' },
  ...over,
});

describe('the name of an alert', () => {
  const first = alert({});
  const second = alert({ key: 'b', labels: { Instance: 'inst-2' } });
  const third = alert({ key: 'c', resources: [web('web-b')] });

  it('is its title where it is the only one of its rule', () => {
    expect(namesAmong([first, alert({ key: 'x', rule: 'other' }), alert({ key: 'y', source: 'sentry' })]).nameOf(first)).toBe(first.title);
  });

  it('says what tells it from the others of its rule, and nothing else', () => {
    expect(namesAmong([first, second]).nameOf(first)).toBe('dim-rule: Total Http5xx > 10 [Instance inst-1]');
    expect(namesAmong([first, second, third]).distinctionOf(second)).toBe('web-a, Instance inst-2');
    expect(namesAmong([first, third]).distinctionOf(third)).toBe('web-b');
  });

  it('does not repeat what the title says', () => {
    const titled = alert({ key: 'b', title: 'Http5xx of web-b', resources: [web('web-b')] });
    expect(namesAmong([first, titled]).nameOf(titled)).toBe('Http5xx of web-b');
  });

  it.each([
    ['1', 'p95 above 1000 ms of web-12', '[shard 1]'],
    ['1', 'p95 of shard 1 is high', ''],
    ['web-1', 'p95 of web-12', '[shard web-1]'],
    ['web-1', 'p95 of web-1.', ''],
    ['b', 'Http5xx of web-b', '[shard b]'],
    ['5', 'above 1.5 s', '[shard 5]'],
    ['$&(', 'above $&( of it', ''],
  ])('the shard %s does not stand in a longer word of “%s”', (shard, title, which) => {
    const [one, other] = [alert({ title, labels: { shard } }), alert({ key: 'b', title, labels: { shard: 'other' } })];
    expect(namesAmong([one, other]).nameOf(one)).toBe(`${title} ${which}`.trim());
  });

  it('is found for each of thousands of one rule', () => {
    const storm = Array.from({ length: 5_000 }, (_, index) => alert({ key: `k${index}`, labels: { Instance: `inst-${index}` } }));
    let read = 0;
    const counted = storm.map((one) => ({
      ...one,
      get resources() {
        read += 1;
        return one.resources;
      },
    }));
    const { nameOf } = namesAmong(counted);
    expect(new Set(storm.map((one) => nameOf(one))).size).toBe(storm.length);
    expect(read).toBeLessThan(100);
  });

  it('is the title where an id ends with a slash', () => {
    expect(namesAmong([first, second]).distinctionOf(alert({ resources: ['/sites/'], labels: {} }))).toBe('');
  });

  it('works where an older version kept no labels', () => {
    expect(namesAmong([first, third]).distinctionOf({ ...third, labels: undefined })).toBe('web-b');
  });
});

describe('by what an alert is known', () => {
  it('is its rule, its resources and its dimensions', () => {
    expect(identityOf(alert({}))).toBe('rule dim-rule, web-a, Instance inst-1');
  });

  it('leaves out what says nothing, and texts', () => {
    expect(tellingLabels({ alertname: 'X', severity: 'page', pod: 'web-1', summary: 'x'.repeat(200), empty: '' })).toEqual({
      pod: 'web-1',
    });
  });

  it('is one line', () => {
    expect(oneLine(' two\nlines\tand  more ')).toBe('two lines and more');
    expect(identityOf(alert({ rule: 'a\nb' }))).toBe('rule a b, web-a, Instance inst-1');
  });
});
