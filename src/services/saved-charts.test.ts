import { describe, expect, it } from 'vitest';
import { createMemorySettings } from '../../test/fakes/catalogue-settings.ts';
import type { Person } from '../core/model/person.ts';
import { createSuggest } from '../text/suggest.ts';
import { createSavedCharts } from './saved-charts.ts';

const ana: Person = { platform: 'slack', id: 'U1', name: 'Ana' };
const ben: Person = { platform: 'slack', id: 'U2', name: 'Ben' };
const here = { platform: 'slack', channel: 'C1' };
const cpu = 'chart cpu of shop over 6h';

function build(...last: readonly string[]) {
  const asked: unknown[] = [];
  const ledger = {
    lastDone: async (about: unknown) => {
      asked.push(about);
      return last;
    },
  };
  const saved = createSavedCharts({ settings: createMemorySettings(), ledger, suggest: createSuggest() });
  return { saved, asked };
}

describe('saved charts', () => {
  it('are found by name, whatever its case, and listed', async () => {
    const { saved } = build();
    expect(await saved.save({ name: 'Morning', command: cpu }, ana)).toBe('added');
    expect(await saved.find('MORNING')).toEqual({
      id: 'morning',
      name: 'Morning',
      command: cpu,
      owner: 'slack:U1',
      ownerName: 'Ana',
    });
    expect((await saved.list()).map((one) => one.name)).toEqual(['Morning']);
    expect(await saved.find('evening')).toBeUndefined();
  });

  it('are replaced by whoever saved them, and by nobody else', async () => {
    const { saved } = build();
    await saved.save({ name: 'morning', command: cpu }, ana);
    await expect(saved.save({ name: 'Morning', command: 'chart memory of shop' }, ben)).rejects.toThrow(
      'morning is a chart of Ana; choose another name.',
    );
    expect(await saved.save({ name: 'Morning', command: 'chart memory of shop' }, ana)).toBe('replaced');
    expect((await saved.find('morning'))?.command).toBe('chart memory of shop');
  });

  it('are deleted by whoever saved them or by an admin', async () => {
    const { saved } = build();
    await saved.save({ name: 'morning', command: cpu }, ana);
    await expect(saved.remove('morning', ben, 'responder')).rejects.toThrow('only they or an admin may delete it');
    expect((await saved.remove('morning', ben, 'admin')).command).toBe(cpu);
    await expect(saved.remove('morning', ana, 'viewer')).rejects.toThrow('No saved chart is called “morning”.');
    await saved.save({ name: 'morning', command: cpu }, ana);
    await expect(saved.remove('mornign', ana, 'viewer')).rejects.toThrow('Did you mean morning?');
    expect((await saved.remove('Morning', ana, 'viewer')).name).toBe('morning');
  });

  it.each([
    ['cpu', '“cpu” is a metric; choose another name.'],
    ['Latency', 'is a metric'],
    ['response-time', 'is a metric'],
    ['over', 'means something in a chart command'],
    ['MAX', 'means something in a chart command'],
    ['delete', 'means something in a chart command'],
    ['my chart', '“my chart” cannot be a name: it takes one word of letters, digits and dashes. Call it my-chart?'],
    ['', 'cannot be a name'],
    ['…', 'cannot be a name'],
    ['x'.repeat(41), 'too long for a name'],
  ])('cannot be called “%s”', async (name, words) => {
    const { saved } = build();
    await expect(saved.save({ name, command: cpu }, ana)).rejects.toThrow(words);
    expect(await saved.list()).toEqual([]);
  });

  it('are bounded in length and number', async () => {
    const { saved } = build();
    await expect(saved.save({ name: 'long', command: `${cpu}, ${'x'.repeat(1_500)}` }, ana)).rejects.toThrow('too long to be saved');
    for (let index = 0; index < 200; index += 1) await saved.save({ name: `c${index}`, command: cpu }, ana);
    await expect(saved.save({ name: 'more', command: cpu }, ana)).rejects.toThrow('There are 200 saved charts; delete one first.');
    expect(await saved.save({ name: 'c7', command: cpu }, ana)).toBe('replaced');
  });
});

describe('what somebody had drawn last', () => {
  it.each([
    ['chart  max CPU of “shop”', 'chart maximum CPU of shop over 6h'],
    ['chart cpu of shop over 1h in UTC save morning', 'chart cpu of shop over 1h in UTC'],
    ['chart cpu of shop as csv', cpu],
    ['chart cpu of shop as bar', `${cpu} as bar`],
    ['chart cpu of shop over 6h save', cpu],
    ['chart', undefined],
    ['chart delete morning', undefined],
    ['chart evening', undefined],
    ['chart cpu of shop over 6h and then it was c…', undefined],
  ])('is of “%s”: %s', async (last, words) => {
    const { saved, asked } = build(last);
    expect(await saved.lastDrawn(ana, here)).toBe(words);
    expect(asked).toEqual([{ who: 'slack:U1', where: 'slack:C1', command: 'chart' }]);
  });

  it.each(['chart Morning', 'chart save morning'])('is what the saved chart draws, of “%s”', async (last) => {
    const { saved } = build(last);
    await saved.save({ name: 'morning', command: cpu }, ben);
    expect(await saved.lastDrawn(ana, here)).toBe(cpu);
  });

  it('is its owner’s in the other chat too, by the e-mail address', async () => {
    const { saved } = build();
    const onSlack: Person = { ...ana, email: 'ana@example.com' };
    const onTeams: Person = { platform: 'teams', id: '7f', name: 'Ana', email: 'Ana@Example.com' };
    await saved.save({ name: 'morning', command: cpu }, onSlack);
    expect(await saved.save({ name: 'morning', command: cpu }, onTeams)).toBe('replaced');
    const other: Person = { platform: 'teams', id: '8f', name: 'Ana' };
    await expect(saved.save({ name: 'morning', command: cpu }, other)).rejects.toThrow('is a chart of Ana');
    expect((await saved.remove('morning', onSlack, 'viewer')).name).toBe('morning');
  });

  it('is the chart before a form that was left or one that was deleted', async () => {
    const { saved } = build('chart', 'chart delete morning', cpu);
    expect(await saved.lastDrawn(ana, here)).toBe(cpu);
  });

  it('is nothing where nothing was done', async () => {
    expect(await build().saved.lastDrawn(ana, here)).toBeUndefined();
  });
});
