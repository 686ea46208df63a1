import { describe, expect, it } from 'vitest';
import type { Block, Document } from '../src/core/document.ts';
import { plainText } from '../src/core/document.ts';
import { ProviderError } from '../src/core/errors.ts';
import type { Role } from '../src/core/model/person.ts';
import { readWords } from '../src/core/words.ts';
import { createSuggest } from '../src/text/suggest.ts';
import { createCommandContext } from '../test/fakes/catalogue-commands.ts';
import { commands } from './index.ts';

async function run(typed: string, { role, outage }: { role?: Role; outage?: Error } = {}) {
  const { context, source } = createCommandContext(role === undefined ? {} : { role });
  if (outage !== undefined) source.answer = outage;
  const words = readWords(typed);
  const command = commands.find((one) => one.name === words.all[0]?.text);
  if (command === undefined) throw new Error(`no command in “${typed}”`);
  return command.prepare(words, createSuggest()).run(context);
}

const tableOf = (document: Document): readonly (readonly string[])[] =>
  document.blocks.flatMap((block) => (block.kind === 'table' ? block.rows.map((row) => row.map((cell) => cell.text)) : []));
const textOf = (block: Block): string => {
  if (block.kind === 'text' || block.kind === 'note') return plainText(block.runs);
  if (block.kind === 'facts') return block.facts.map((fact) => `${fact.label}: ${plainText(fact.value)}`).join('\n');
  return block.kind === 'heading' ? block.text : '';
};
const wordsOf = (document: Document): string => document.blocks.map(textOf).join('\n');

describe('services', () => {
  it('lists the catalogue with the number of resources', async () => {
    const { document, audience } = await run('services');
    expect(audience).toBe('channel');
    expect(tableOf(document)).toEqual([
      ['shop', 'Web shop', '2', 'production', '5', ''],
      ['crawler', 'crawler', '2', 'production', '2', ''],
    ]);
  });

  it('lists the catalogue even when Azure does not answer, and says so', async () => {
    const outage = new ProviderError('Azure', 'it does not answer.', { retry: { when: 'never' } });
    const { document } = await run('services', { outage });
    expect(tableOf(document).map((row) => row[4])).toEqual(['unknown', 'unknown']);
    expect(wordsOf(document)).toContain('Azure: it does not answer.');
  });
});

describe('resources', () => {
  it('lists all, by service', async () => {
    const { document } = await run('resources');
    expect(document.summary).toBe('9 resources');
    expect(tableOf(document).slice(0, 3)).toEqual([
      ['crawler-plan', 'plan', 'crawler', 'rg-crawler', 'westeurope'],
      ['crawler-cache', 'redis', 'crawler', 'rg-crawler', 'westeurope'],
      ['shop-ai', 'application insights', 'shop', 'rg-shop', 'westeurope'],
    ]);
  });

  it('lists those of a service and a kind', async () => {
    expect(tableOf((await run('resources of shop kind web app')).document)).toEqual([['shop', 'web app', 'shop', 'rg-shop', 'westeurope']]);
    expect((await run('resources of shop kind web app')).document.summary).toBe('1 resource of shop of the kind web app');
    expect(tableOf((await run('resources kind redis')).document)).toHaveLength(2);
    expect((await run('resources of shop kind redis')).document.summary).toBe('There are no resources of shop of the kind redis.');
  });

  it.each([
    ['resources of shpo', 'No service called “shpo”. Did you mean shop?'],
    ['resources kind redsi', 'No kind of resource called “redsi”. Did you mean redis?'],
    ['resources knd redis', 'I did not understand “knd”. Did you mean “kind”?'],
  ])('“%s” is answered with the nearest', async (typed, words) => {
    await expect((async () => run(typed))()).rejects.toThrow(words);
  });
});

describe('help', () => {
  it('names every command with an example', async () => {
    const { document, audience } = await run('help');
    expect(audience).toBe('sender');
    for (const { name, examples } of commands) expect(wordsOf(document)).toMatch(new RegExp(`${name}: .*${examples[0]}`, 'u'));
  });

  it('explains one', async () => {
    const words = wordsOf((await run('help chart')).document);
    expect(words).toContain('chart [AGGREGATION] METRIC of TARGET');
    expect(words).toContain('chart cpu of bps-website');
  });

  it('explains the command whose words follow', async () => {
    expect((await run('help digest add')).document.summary).toBe((await run('help digest')).document.summary);
  });

  it('knows the nearest of one that is not there', async () => {
    await expect((async () => run('help chrat'))()).rejects.toThrow('No command called “chrat”. Did you mean chart?');
  });
});

describe('whoami', () => {
  it('says who somebody is and what they may do', async () => {
    const { document, audience } = await run('whoami');
    expect(audience).toBe('sender');
    const words = wordsOf(document);
    expect(words).toContain('Name: Ana');
    expect(words).toContain('Id: U1');
    expect(words).toContain('viewer: may read everything and acknowledge incidents');
    expect(words).toContain('Europe/Berlin');
    expect(words).toContain('Not for you: ');
  });

  it('holds nothing back from an admin', async () => {
    expect(wordsOf((await run('whoami', { role: 'admin' })).document)).not.toContain('Not for you');
  });
});
