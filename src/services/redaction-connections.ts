import type { Mark } from './redaction-marks.ts';
import { hider } from './redaction-patterns.ts';

const kind = 'connection string';

const secretKey =
  /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|SharedSecret|AccessKey|Password|Pwd|InstrumentationKey|PrivateKey|ClientSecret)\s{0,3}=\s{0,3}/giu;

/** `postgres://user:password@host/…`, also behind "jdbc:". */
const hideUrls = hider({
  hint: /:\/\//u,
  find: /(?<![\w+.-])[a-z][a-z\d+.-]{1,30}:\/\/[^\s/:@"'<>]{0,200}:[^\s/@"'<>]{1,200}@[^\s"'<>]{1,500}/giu,
  kind,
});

/** In connection strings of `key=value;key=value`, whatever key comes first: the whole of it is hidden. */
export function hideConnectionStrings(text: string, mark: Mark): string {
  const urls = hideUrls(text, mark);
  if (!urls.includes('=')) return urls;
  let written = '';
  let done = 0;
  for (const { index, 0: key } of urls.matchAll(secretKey)) {
    if (index < done) continue;
    const end = endOf(urls, index + key.length);
    // First, because looking back is the costly part, and hostile text has many keys without a value.
    if (end === index + key.length) continue;
    const start = beginOf(urls, index, done);
    written += urls.slice(done, start) + mark(kind, urls.slice(start, end));
    done = end;
  }
  return written + urls.slice(done);
}

/** How far `key=value;` goes before the place; a connection string is no longer than this. */
const farthest = 1_000;
const ends = /["'\n\r{}()<>|]/u;

/** `least`: what lies before is hidden already. */
function beginOf(text: string, at: number, least: number): number {
  let edge = at;
  const floor = Math.max(least, at - farthest);
  while (edge > floor && !ends.test(text[edge - 1] ?? '')) edge -= 1;
  const parts = text.slice(edge, at).split(';');
  // The last part is empty, or what stands before the key itself.
  let begin = at - (parts.pop()?.length ?? 0);
  if (/\S/u.test(text.slice(begin, at))) return at;
  for (const part of parts.toReversed()) {
    const pair = pairIn(part);
    if (pair === undefined) break;
    begin -= 1 + pair.length;
    if (pair.length < part.trimStart().length) break;
  }
  return begin;
}

const longestKey = 41;

/** `key=value` at the end of what stands between two semicolons; words may stand before it. */
function pairIn(part: string): string | undefined {
  const equals = part.indexOf('=');
  if (equals < 1 || equals === part.length - 1 || part[equals + 1] === '=') return undefined;
  const key = /[\p{L}\p{N} _.-]*$/u.exec(part.slice(Math.max(0, equals - longestKey), equals))?.[0] ?? '';
  const first = key.search(/\p{L}/u);
  return first === -1 ? undefined : part.slice(equals - key.length + first);
}

const aValue = /[^;\s"'<>]*/uy;
const morePairs = /(?:;\s?[\p{L}][\p{L}\p{N} _.-]{0,40}=[^;"'\n\r<>]*)*;?/uy;

/** To the end of the value, and of the pairs behind it. */
function endOf(text: string, at: number): number {
  const end = endIn(aValue, text, at);
  return end === at ? at : endIn(morePairs, text, end);
}

function endIn(pattern: RegExp, text: string, at: number): number {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  return at + (sticky.exec(text)?.[0].length ?? 0);
}
