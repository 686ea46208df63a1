import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knownTables } from '../known-tables.ts';
import { globalsFor } from '../parser/globals.ts';
import { diagnosticsOf, parseAndAnalyse } from '../parser/tree.ts';
import { lower } from './index.ts';

const folder = new URL('../../../../shared/kql/seed-queries/', import.meta.url);
const globals = globalsFor(knownTables);

// The folder with the facts is not part of the repository.
describe.skipIf(!existsSync(folder))('the queries that users run', () => {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.kql')) : [];

  it.each(names)('%s becomes a plan, or the parser says why not', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const code = parseAndAnalyse(text, globals);
    const isFaulty = diagnosticsOf(code).some(({ severity }) => severity === 'error');
    if (isFaulty)
      expect(() => lower(code, text)).toThrow(expect.objectContaining({ kind: 'semantic', message: expect.stringContaining('Namespace') }));
    else expect(lower(code, text).result.steps.length).toBeGreaterThan(0);
  });

  it('are twenty that run and three that do not', () => {
    const texts = names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const faulty = texts.filter((text) => diagnosticsOf(parseAndAnalyse(text, globals)).some(({ severity }) => severity === 'error'));
    expect([texts.length, faulty.length]).toEqual([23, 3]);
  });
});
