import { unassigned } from '../core/model/service.ts';
import type { Catalogue } from './services.ts';

/** The name of the service that was typed, or `unassigned`; undefined: none was typed. Throws UserError with the nearest name. */
export function serviceOrUnassigned(typed: string | undefined, catalogue: Pick<Catalogue, 'service'>): string | undefined {
  if (typed === undefined) return undefined;
  return typed.trim().toLowerCase() === unassigned ? unassigned : catalogue.service(typed).name;
}
