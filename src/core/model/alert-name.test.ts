import { describe, expect, it } from 'vitest';
import { identityOf, type Nameable, nameAlone, namesAmong, oneLine, tellingLabels } from './alert-name.ts';

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

  const bare = alert({ key: 'd', labels: {} });

  it('is the same whoever else stands there: its dimensions always belong to it', () => {
    const named = 'dim-rule: Total Http5xx > 10 [Instance inst-1]';
    expect(nameAlone(first)).toBe(named);
    expect(namesAmong([first, alert({ key: 'x', rule: 'other' }), alert({ key: 'y', source: 'sentry' })]).nameOf(first)).toBe(named);
    expect(namesAmong([first, second]).nameOf(first)).toBe(named);
    expect(nameAlone(bare)).toBe(bare.title);
  });

  it('has its resources only where they tell it from others of its rule', () => {
    expect(namesAmong([first, second, third]).distinctionOf(second)).toBe('web-a, Instance inst-2');
    expect(namesAmong([bare, { ...third, labels: {} }]).distinctionOf({ ...third, labels: {} })).toBe('web-b');
  });

  it('has where Sentry looks only where that differs: its rules do not split by it', () => {
    const production = alert({ source: 'sentry', labels: { environment: 'production' } });
    const staging = alert({ key: 'b', source: 'sentry', labels: { environment: 'staging' } });
    expect(nameAlone(production)).toBe(production.title);
    expect(namesAmong([production, staging]).distinctionOf(staging)).toBe('environment staging');
  });

  it('has of many labels those that tell most, and what differs before all', () => {
    const labels = { cluster: 'c', job: 'kubelet', namespace: 'shop', pod: 'web-1' };
    const [one, other] = [alert({ labels }), alert({ key: 'b', labels: { ...labels, pod: 'web-2' } })];
    expect(nameAlone(one)).toContain('[cluster c, job kubelet, pod web-1]');
    expect(namesAmong([one, other]).distinctionOf(other)).toBe('cluster c, job kubelet, pod web-2');
    const elsewhere = alert({ key: 'c', labels: { ...labels, namespace: 'test' } });
    expect(namesAmong([one, elsewhere]).distinctionOf(elsewhere)).toBe('cluster c, namespace test, pod web-1');
  });

  it('does not repeat what the title says', () => {
    const titled = alert({ key: 'b', title: 'Http5xx of inst-1 at web-b', resources: [web('web-b')] });
    expect(namesAmong([first, titled]).nameOf(titled)).toBe('Http5xx of inst-1 at web-b');
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
