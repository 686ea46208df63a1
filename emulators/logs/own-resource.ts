import { type EstateResource, resources } from '../estate/resources.ts';
import type { Stretch } from './rows.ts';

/** The resource of a type that belongs to the same service. */
export function ownResource({ resource }: Stretch, type: string): EstateResource {
  const found = resources.find((one) => one.service === resource.service && one.type === type);
  if (found === undefined) throw new Error(`${resource.service} has no ${type}`);
  return found;
}
