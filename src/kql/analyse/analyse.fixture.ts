import type { QueryAnalysis } from '../../core/model/query.ts';
import { knownTables } from '../known-tables.ts';
import { globalsFor } from '../parser/globals.ts';
import { analyse } from './index.ts';

/** 2026-11-20 12:00 UTC, a Friday. */
export const noon = Date.UTC(2026, 10, 20, 12);
export const hour = 3_600_000;
export const day = 24 * hour;

const globals = globalsFor(knownTables);

/** In the thread of the test. */
export function analysed(
  text: string,
  allowedPlaces: readonly string[] = [],
  aliases: Readonly<Record<string, string>> = {},
): QueryAnalysis {
  return analyse(text, { globals, schemas: knownTables, allowedPlaces, aliases, now: noon });
}

export function rulesOf(text: string, verdict: QueryAnalysis['findings'][number]['verdict']): readonly string[] {
  return analysed(text)
    .findings.filter((finding) => finding.verdict === verdict)
    .map(({ rule }) => rule);
}
