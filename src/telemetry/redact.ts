/** What stands where a secret stood. */
const mark = '[redacted]';

/** Names of pino's own that carry structure; a secret that equals one of them must not break the line. */
const ownKeys: ReadonlySet<string> = new Set(['level', 'time', 'msg', 'pid', 'hostname']);

/** Takes secrets out of finished log lines (one JSON object each), wherever they stand: values, keys, messages, stacks. */
export interface Redactor {
  readonly add: (secrets: readonly string[]) => void;
  readonly clean: (line: string) => string;
  /** The same for a text that is no JSON. */
  readonly cleanText: (text: string) => string;
}

export function createRedactor(secrets: readonly string[]): Redactor {
  let forms: readonly string[] = [];
  let escaped: readonly string[] = [];
  const add = (more: readonly string[]): void => {
    // Longest first, so that a secret that holds another one leaves nothing behind.
    forms = [...new Set([...forms, ...more.flatMap(formsOf)])].toSorted((one, other) => other.length - one.length);
    escaped = forms.map((form) => JSON.stringify(form).slice(1, -1));
  };
  const cleanText = (text: string): string => forms.reduce((left, form) => left.replaceAll(form, mark), text);
  add(secrets);
  return {
    add,
    cleanText,
    clean: (line) => {
      if (!escaped.some((form) => line.includes(form))) return line;
      return `${JSON.stringify(cleanValue(JSON.parse(line), cleanText, 'record'))}\n`;
    },
  };
}

/** A secret as it is, as it stands in a URL, and as the credentials of a header. */
function formsOf(secret: string): readonly string[] {
  if (secret === '') return [];
  const form = new URLSearchParams({ v: secret }).toString().slice(2);
  return [secret, encodeURIComponent(secret), form, Buffer.from(secret, 'utf8').toString('base64')];
}

function cleanValue(value: unknown, clean: (text: string) => string, depth: 'record' | 'inside'): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number') return clean(String(value)) === String(value) ? value : mark;
  if (Array.isArray(value)) return value.map((one) => cleanValue(one, clean, 'inside'));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => {
    if (depth === 'record' && ownKeys.has(key)) return [key, key === 'msg' ? cleanValue(one, clean, 'inside') : one];
    return [clean(key), cleanValue(one, clean, 'inside')];
  });
  return Object.fromEntries(entries);
}
