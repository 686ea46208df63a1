import { describe, expect, it } from 'vitest';
import { distinctionOf, identityOf, type Nameable, nameOf, oneLine, tellingLabels } from './alert-name.ts';

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
    expect(nameOf(first, [first, alert({ key: 'x', rule: 'other' }), alert({ key: 'y', source: 'sentry' })])).toBe(first.title);
  });

  it('says what tells it from the others of its rule, and nothing else', () => {
    expect(nameOf(first, [first, second])).toBe('dim-rule: Total Http5xx > 10 [Instance inst-1]');
    expect(distinctionOf(second, [first, second, third])).toBe('web-a, Instance inst-2');
    expect(distinctionOf(third, [first, third])).toBe('web-b');
  });

  it('does not repeat what the title says', () => {
    const titled = alert({ key: 'b', title: 'Http5xx of web-b', resources: [web('web-b')] });
    expect(nameOf(titled, [first, titled])).toBe('Http5xx of web-b');
  });

  it('works where an older version kept no labels', () => {
    expect(distinctionOf({ ...third, labels: undefined }, [first, third])).toBe('web-b');
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
