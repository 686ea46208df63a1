/** A way from the file's root to a key or list item. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with the configuration. `message` never holds a value that could be secret. */
export interface Fault {
  readonly path: Path;
  readonly message: string;
}

export interface LocatedFault extends Fault {
  /** Counted from 1; undefined for faults of the environment and of the file as a whole. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Everything that is wrong with a configuration, at once. The message has one line for each fault. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
  readonly file: string;
  readonly faults: readonly LocatedFault[];

  constructor(file: string, faults: readonly LocatedFault[]) {
    super(faults.map((fault) => formatFault(file, fault)).join('\n'));
    this.file = file;
    this.faults = faults;
  }
}

/** "tocsin.yaml:12:5 services.checkout.tier: must be a whole number" */
function formatFault(file: string, fault: LocatedFault): string {
  const place = fault.line === undefined ? file : `${file}:${fault.line}:${fault.column ?? 1}`;
  return fault.path.length === 0 ? `${place}: ${fault.message}` : `${place} ${formatPath(fault.path)}: ${fault.message}`;
}

/** services.checkout.resources[0].id; keys that are no plain names are quoted: services["my shop"].tier */
export function formatPath(path: Path): string {
  const parts = path.map((part) => {
    if (typeof part === 'number') return `[${part}]`;
    return /^\$?[\w-]+$/u.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return parts.join('').replace(/^\./u, '');
}
