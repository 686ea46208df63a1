/** What a method answers: Slack says ok or an error's name with status 200; only throttling has a status of its own. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly code: string;
  readonly messages: readonly string[];
  /** What the answer says besides: the scopes that are needed and there. */
  readonly more: Readonly<Record<string, string>>;

  constructor(code: string, messages: readonly string[] = [], more: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.messages = messages;
    this.more = more;
  }
}

/** A method's arguments: form fields are strings, JSON bodies may hold anything. */
export type Args = Readonly<Record<string, unknown>>;

export function stringArg(args: Args, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

export function requiredArg(args: Args, name: string, refusal = 'invalid_arguments'): string {
  const value = stringArg(args, name);
  if (value === undefined) throw new SlackRefusal(refusal, [`[ERROR] missing required field: ${name}`]);
  return value;
}

export function booleanArg(args: Args, name: string): boolean {
  return args[name] === true || args[name] === 'true' || args[name] === '1';
}

/** A value that forms carry as a JSON string. */
export function jsonArg(args: Args, name: string, refusal: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value;
  if (value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackRefusal(refusal);
  }
}
