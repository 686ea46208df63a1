import type { AlertSource } from '../../core/alert-ports.ts';
import { UserError } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/ledger.ts';
import type { AlertEvent, AlertFacts } from '../../core/model/alert.ts';
import { oneLine } from '../../core/model/alert-name.ts';
import type { Log } from '../../core/ports.ts';
import type { Catalogue } from '../services.ts';
import type { ServiceFound } from './alert-after.ts';

/** What a stored message says, read by its source; or why it cannot be read. */
export function readEvent(
  { sources, log }: { readonly sources: readonly Pick<AlertSource, 'name' | 'read'>[]; readonly log: Pick<Log, 'error'> },
  event: StoredEvent,
): { readonly events: readonly AlertEvent[] } | { readonly rejected: string } {
  const source = sources.find((one) => one.name === event.source);
  if (source === undefined) return { rejected: `no source called ${event.source} is configured` };
  try {
    const body: unknown = JSON.parse(event.body);
    const events = source.read(body, { at: event.receivedAt, resource: event.resource });
    return { events: events.map((one) => ({ ...one, title: oneLine(one.title) })) };
  } catch (error) {
    if (!(error instanceof UserError)) log.error({ event: event.id, error }, 'an alert event could not be read');
    return { rejected: error instanceof Error ? error.message : 'it could not be read' };
  }
}

/** A catalogue that cannot answer must not hold an alert back: it is announced as unassigned until it can. */
export async function findService(
  { catalogue, log }: { readonly catalogue: Pick<Catalogue, 'serviceOf'>; readonly log: Pick<Log, 'error'> },
  event: AlertFacts & Pick<AlertEvent, 'key'>,
): Promise<ServiceFound> {
  try {
    const found = await catalogue.serviceOf(event);
    return found === undefined
      ? { name: undefined, answered: 'answered', by: 'unassigned: it matches no service of the catalogue' }
      : { name: found.service.name, answered: 'answered', by: `of ${found.service.name}: ${found.by}` };
  } catch (error) {
    log.error({ alert: event.key, error }, 'the service of an alert could not be found');
    return { name: undefined, answered: 'failed', by: 'unassigned: the catalogue could not answer; it is asked again' };
  }
}
