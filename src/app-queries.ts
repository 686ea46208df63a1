/**
 * The wiring of everything that asks logs: the safety belt, the places, the queue, the queries that ship and those that are saved.
 */
import type { Config } from './config/load.ts';
import type { Ledger } from './core/ledger.ts';
import type { QueryPlace, QueryResult } from './core/model/query.ts';
import type { Clock, Log, LogSource, Settings, Signatures, Suggest } from './core/ports.ts';
import { knownTables } from './kql/known-tables.ts';
import { readQueryFiles } from './kql/query-files.ts';
import { createKqlThreads } from './kql/threads.ts';
import { createBindings } from './services/bindings.ts';
import { createQueries } from './services/queries.ts';
import { createQueryPlaces } from './services/queries-places.ts';
import { createQueryReads } from './services/queries-reads.ts';
import { shippedQueries } from './services/queries-shipped.ts';
import { createRedaction } from './services/redaction.ts';
import { redactTogether } from './services/redaction-in-turns.ts';
import { createSavedQueries } from './services/saved-queries.ts';
import type { Catalogue } from './services/services.ts';
import { createTextPatterns } from './text/patterns.ts';

export interface QueryParts {
  readonly config: () => Config;
  readonly source: LogSource;
  readonly catalogue: Catalogue;
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly suggest: Suggest;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly hash: Signatures['hash'];
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

export function assembleQueries(parts: QueryParts) {
  const { config, source, catalogue, settings, ledger, suggest, clock, log } = parts;
  const workspaces = (): Readonly<Record<string, string>> => config().azure?.workspaces ?? {};
  const rules = config().queries;

  const parser = createKqlThreads({ log, schemas: knownTables, clock, allowedPlaces: Object.values(workspaces()), aliases: workspaces() });
  const bindings = createBindings({ settings, catalogue });
  const places = createQueryPlaces({ catalogue, bindings, workspaces, channels: () => config().queries.channels, suggest });
  const reads = createQueryReads({ source, clock, timeout: (ms) => AbortSignal.timeout(ms) });
  const { compile } = createTextPatterns();
  const patterns = Object.fromEntries(Object.entries(rules.redact.patterns).map(([name, source]) => [name, compile(source)]));
  const redaction = createRedaction({ ...rules.redact, patterns });
  const queries = createQueries({ ...parts, parser, places, reads, redaction, longest: rules.longest, tables: knownTables });
  const shipped = shippedQueries(readQueryFiles());
  const savedQueries = createSavedQueries({ shipped, settings, ledger, kept: queries.kept, suggest });

  return {
    parser,
    bindings,
    places,
    queries,
    savedQueries,
    /** The workspaces of the configuration, for the check of connections. */
    configured: (): readonly QueryPlace[] => {
      const named = Object.entries(workspaces()).map(([title, id]): QueryPlace => ({ kind: 'workspace', id, title }));
      const known = new Set(Object.entries(workspaces()).flatMap((entry) => entry.map((one) => one.toLowerCase())));
      const own = config().services.flatMap(({ name, workspace }): readonly QueryPlace[] =>
        workspace === undefined || known.has(workspace.toLowerCase()) ? [] : [{ kind: 'workspace', id: workspace, title: `of ${name}` }],
      );
      return [...named, ...own];
    },
    /** What charts ask of logs. */
    forCharts: {
      places,
      reads,
      longest: rules.longest,
      redact: {
        text: redaction.text,
        results: async (results: readonly QueryResult[], signal: AbortSignal) => {
          const redacted = await redactTogether(redaction, results, () => parts.pause(0, signal));
          return redacted.map((one) => one.result);
        },
      },
    },
  };
}
