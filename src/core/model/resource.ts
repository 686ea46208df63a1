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
