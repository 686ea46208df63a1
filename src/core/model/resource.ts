/** One Azure resource. */
export interface Resource {
  /** The full ARM id, in the case the source gave it; compare with `sameId`. */
  readonly id: string;
  readonly name: string;
  /** Lower case: "microsoft.web/serverfarms". */
  readonly type: string;
  readonly subscription: string;
  readonly group: string;
  /** Region, lower case: "westeurope". */
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** ARM ids are compared without regard to case (Azure itself changes it between its services). */
export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The ids of what a resource is a part of, the nearest first: of "…/servers/s/databases/d" that of the server. */
export function wholesOf(id: string): readonly string[] {
  const parts = id.split('/');
  // "/subscriptions/S/resourceGroups/G/providers/NAMESPACE/TYPE/NAME" is no part of anything.
  return parts.length < 11 ? [] : [parts.slice(0, -2).join('/'), ...wholesOf(parts.slice(0, -2).join('/'))];
}
