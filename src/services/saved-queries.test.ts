import { describe, expect, it } from 'vitest';
import { createMemorySettings } from '../../test/fakes/catalogue-settings.ts';
import type { Person } from '../core/model/person.ts';
import { createSuggest } from '../text/suggest.ts';
import { createSavedQueries } from './saved-queries.ts';

const ana: Person = { platform: 'slack', id: 'U1', name: 'Ana' };
const ben: Person = { platform: 'slack', id: 'U2', name: 'Ben' };
const here = { platform: 'slack', channel: 'C1' };
const shipped = [{ name: 'slow', title: 'Slow', description: 'Slow ones.', parameters: [], texts: { classic: 'requests' } }];

function build(...last: readonly string[]) {
  const ledger = { lastDone: async ({ command }: { readonly command: string }) => (command === 'kql' ? last : []) };
  const kept = async (id: string) => (id === '1a2b3c4d5e6f708192a3b4c5d6e7f809' ? 'requests | take 7' : undefined);
  return createSavedQueries({ shipped, settings: createMemorySettings(), ledger, kept, suggest: createSuggest() });
}

describe('saved queries', () => {
  it('are found by name, whatever its case, and listed behind those that ship', async () => {
    const saved = build();
    expect(await saved.save({ name: 'Morning', command: 'kql requests' }, ana)).toBe('added');
    expect(await saved.find('MORNING')).toMatchObject({ id: 'morning', name: 'Morning', owner: 'slack:U1', ownerName: 'Ana' });
    expect((await saved.list()).map((one) => one.name)).toEqual(['slow', 'Morning']);
    expect(await saved.find('Slow')).toBe(shipped[0]);
    expect(await saved.find('evening')).toBeUndefined();
  });

  it('are replaced by whoever saved them, and by nobody else', async () => {
    const saved = build();
    await saved.save({ name: 'morning', command: 'kql requests' }, ana);
    await expect(saved.save({ name: 'Morning', command: 'kql traces' }, ben)).rejects.toThrow(
      'morning is a query of Ana; choose another name.',
    );
    expect(await saved.save({ name: 'Morning', command: 'kql traces' }, ana)).toBe('replaced');
  });

  it('are deleted by whoever saved them or by an admin; those that ship by nobody', async () => {
    const saved = build();
    await saved.save({ name: 'morning', command: 'kql requests' }, ana);
    await expect(saved.remove('morning', ben, 'responder')).rejects.toThrow('only they or an admin may delete it');
    await expect(saved.remove('mornign', ben, 'admin')).rejects.toThrow('Did you mean morning?');
    expect((await saved.remove('morning', ben, 'admin')).command).toBe('kql requests');
    await expect(saved.remove('slow', ben, 'admin')).rejects.toThrow('comes with me and cannot be deleted');
  });

  it.each([
    ['slow', 'slow is a query that comes with me'],
    ['SAVE', 'means something in a query command'],
    ['delete', 'means something'],
    ['kept', 'means something'],
    ['over', 'means something'],
    ['my query', 'Call it my-query?'],
    ['a=b', 'Call it a-b?'],
    ['', 'cannot be a name'],
    ['x'.repeat(41), 'too long for a name'],
  ])('cannot be called “%s”', async (name, words) => {
    await expect(build().save({ name, command: 'kql requests' }, ana)).rejects.toThrow(words);
  });

  it('are bounded in length and number', async () => {
    const saved = build();
    await expect(saved.save({ name: 'long', command: 'x'.repeat(10_501) }, ana)).rejects.toThrow('can be saved');
    for (let index = 0; index < 200; index += 1) await saved.save({ name: `q${index}`, command: 'kql requests' }, ana);
    await expect(saved.save({ name: 'more', command: 'kql requests' }, ana)).rejects.toThrow('There are 200 saved queries');
    expect(await saved.save({ name: 'q7', command: 'kql traces' }, ana)).toBe('replaced');
  });
});

describe('the last query of a person', () => {
  it.each([
    [['kql in shop over 1d page 3 as table anyway afresh requests | take 5'], 'kql in shop over 1d requests | take 5'],
    [['kql explain requests', 'kql cancel 1a2b3c4', 'kql', 'kql traces'], 'kql traces'],
    [['kql in shop kept 1a2b3c4d5e6f708192a3b4c5d6e7f809'], 'kql in shop requests | take 7'],
    [['kql kept 00000000000000000000000000000000', 'kql traces'], 'kql traces'],
    [['kql as pie requests', 'kql traces'], 'kql traces'],
    // Cut for the audit log: half a query is none.
    [['kql requests | where x == 1…', 'kql traces'], 'kql traces'],
    [[], undefined],
  ])('of %j is %j', async (last, words) => {
    expect(await build(...last).lastAsked(ana, here)).toBe(words);
  });
});
