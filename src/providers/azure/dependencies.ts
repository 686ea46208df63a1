import { z } from 'zod';
import type { DependencySource } from '../../core/alert-ports.ts';
import { ProviderError, QueryRejected } from '../../core/errors.ts';
import type { QueryPlace } from '../../core/model/query.ts';
import type { Cancellable, Log, LogSource } from '../../core/ports.ts';

export interface DependencyNeeds {
  readonly logs: Pick<LogSource, 'query'>;
  /** The workspaces of the configuration, as it is now. */
  readonly places: () => readonly QueryPlace[];
  /** Name of the service whose telemetry it is; undefined: of none. `resource`: ARM id of the Application Insights component. */
  readonly callerOf: (row: { readonly role: string; readonly resource: string }) => Promise<string | undefined>;
  readonly log: Log;
}

/** What an application does within itself is told as a dependency too. */
const query = `AppDependencies
| where DependencyType !startswith 'InProc' and isnotempty(Target)
| summarize Calls = sum(ItemCount) by AppRoleName, _ResourceId, Target
| top 2000 by Calls`;
const waitMs = 60_000;

const row = z.tuple([z.string(), z.string(), z.string(), z.coerce.number()]);
type Row = z.infer<typeof row>;

/**
 * What the services' telemetry in the workspaces says they call. Of a workspace that does not answer what it said last is taken;
 * throws ProviderError when none answers.
 */
export function createDependencySource({ logs, places, callerOf, log }: DependencyNeeds): DependencySource {
  const last = new Map<string, readonly Row[]>();

  const ask = async (place: QueryPlace, range: { readonly from: number; readonly to: number }, { signal }: Cancellable) => {
    try {
      const { table } = await logs.query({ place, text: query, ...range, waitMs }, { signal });
      return z.array(row).parse(table.rows);
    } catch (error) {
      // A workspace that no application sends to has no such table.
      if (error instanceof QueryRejected) return [];
      if (error instanceof ProviderError) return error;
      throw error;
    }
  };

  return {
    calls: async (range, options) => {
      const asked = places();
      const answers = await Promise.all(asked.map(async (place) => ({ place, answer: await ask(place, range, options) })));
      const failures = answers.flatMap(({ answer }) => (answer instanceof ProviderError ? [answer] : []));
      const [failure] = failures;
      if (failure !== undefined && failures.length === asked.length) throw failure;
      const rows = answers.flatMap(({ place, answer }) => {
        if (!(answer instanceof ProviderError)) last.set(place.title, answer);
        else log.warn({ error: answer, place: place.title }, 'the calls of a workspace could not be read');
        return last.get(place.title) ?? [];
      });
      return perService(rows, callerOf);
    },
  };
}

/** A row may stand in two workspaces, so counts are not added up across callers of one name. */
async function perService(rows: readonly Row[], callerOf: DependencyNeeds['callerOf']): ReturnType<DependencySource['calls']> {
  const found = new Map<string, { service: string; target: string; count: number }>();
  for (const [role, resource, target, count] of rows) {
    const service = await callerOf({ role, resource });
    if (service === undefined) continue;
    const key = `${service}|${target}`;
    const known = found.get(key);
    found.set(key, { service, target, count: Math.max(count, known?.count ?? 0) });
  }
  return [...found.values()];
}
