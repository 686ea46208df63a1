import { UserError } from '../core/errors.ts';

/** What a body says, and as which text it is kept. */
export interface ReadBody {
  readonly text: string;
  readonly json: unknown;
}

/** Nothing that posts alerts nests half as deep; what walks a body may recurse, so deeper ones never get that far. */
export const deepestNesting = 64;

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder();

/** Reads a body of JSON. Throws UserError with the fault. Keys like `__proto__` come out as plain keys of their object. */
export function readBody(bytes: Uint8Array): ReadBody {
  if (nestsTooDeep(bytes)) throw new UserError(`The body nests deeper than ${deepestNesting} levels.`);
  const text = withoutEscapedNuls(decode(bytes));
  try {
    return { text, json: JSON.parse(text) };
  } catch (error) {
    throw new UserError(`The body is no JSON: ${error instanceof Error ? error.message : 'it cannot be parsed'}.`);
  }
}

/** A body that cannot be read as people may look at it: what is no UTF-8 is replaced by �. */
export function textToKeep(bytes: Uint8Array): string {
  return lenient.decode(bytes).replaceAll('\0', '�');
}

function decode(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    throw new UserError('The body is no UTF-8.');
  }
}

// How "\u0000" is escaped within JSON; with an even number of backslashes before it, it is those that are escaped.
const escapedNul = /(?<!\\)((?:\\\\)*)\\u0000/gu;

/** PostgreSQL cannot hold the character NUL in a text; as � it says the same to a person. Unescaped it is no JSON. */
function withoutEscapedNuls(text: string): string {
  return text.includes('\\u0000') ? text.replaceAll(escapedNul, '$1�') : text;
}

const quote = 0x22;
const backslash = 0x5c;
/** `[` and `{`, `]` and `}` differ in this bit alone. */
const braceBit = 0x20;
const opening = 0x7b;
const closing = 0x7d;

/** Counts brackets outside of strings, before anything is parsed. In UTF-8 these bytes are no part of any other character. */
function nestsTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) at = endOfString(bytes, at + 1);
    else if ((byte | braceBit) === opening) depth += 1;
    else if ((byte | braceBit) === closing) depth -= 1;
    if (depth > deepestNesting) return true;
  }
  return false;
}

/** Where the quote stands that ends the string; the end of the body where none does. */
function endOfString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}
