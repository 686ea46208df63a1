import { z } from 'zod';
import { ProviderError } from '../../core/errors.ts';
import type { Clock, Log } from '../../core/ports.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import { nobody } from './patience.ts';

/** The portal names workspaces by their resource ids, queries by GUIDs. */
export interface Workspaces {
  /** The resource id of a workspace, where it was found; undefined: not visible, or not looked for yet. */
  readonly resourceIdOf: (id: string) => string | undefined;
  /** Looks for them in the background, at most every ten minutes; never fails. */
  readonly look: () => void;
}

const row = z.object({ id: z.string(), customerId: z.string() });
const query = "resources | where type =~ 'microsoft.operationalinsights/workspaces' | project id, customerId = properties.customerId";
const againMs = 10 * 60_000;

export function createWorkspaces({
  clients,
  calls,
  clock,
  log,
}: {
  readonly clients: Clients;
  readonly calls: Calls;
  readonly clock: Clock;
  readonly log: Log;
}): Workspaces {
  let known: ReadonlyMap<string, string> = new Map();
  let looked: number | undefined;

  const find = async (): Promise<void> => {
    const client = await clients.graph();
    const role = { name: 'Reader', scope: 'the workspaces' } as const;
    const attempt = { kind: 'graph', subscription: '', doing: 'list the workspaces', role } as const;
    const found = await calls.run(attempt, calls.patience(nobody), async (options) => {
      const answer = await client.resources({ query, options: { resultFormat: 'objectArray', top: 1000 } }, options);
      // One that cannot be read is none that a link could name.
      return z.array(row.or(z.unknown().transform(() => undefined))).parse(answer.data);
    });
    known = new Map(found.flatMap((one) => (one === undefined ? [] : [[one.customerId.toLowerCase(), one.id]])));
  };

  return {
    resourceIdOf: (id) => known.get(id.toLowerCase()),
    look: () => {
      if (looked !== undefined && clock.now() - looked < againMs) return;
      looked = clock.now();
      find().catch((error: unknown) => {
        // Links do without the query then.
        if (error instanceof ProviderError) log.debug({ error }, 'the resource ids of the workspaces could not be read');
        else log.error({ error }, 'the resource ids of the workspaces could not be read');
      });
    },
  };
}
