import { markOf, type RedactionPattern } from './redaction-patterns.ts';

const mark = markOf('connection string');

const secretKey =
  /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|SharedSecret|AccessKey|Password|Pwd|InstrumentationKey|PrivateKey|ClientSecret)\s{0,3}=\s{0,3}/giu;

/** `postgres://user:password@host/…`, also behind "jdbc:". */
const credentialUrl: RedactionPattern = {
  hint: /:\/\//u,
  find: /(?<![\w+.-])[a-z][a-z\d+.-]{1,30}:\/\/[^\s/:@"'<>]{0,200}:[^\s/@"'<>]{1,200}@[^\s"'<>]{1,500}/giu,
  mark,
};

/** In connection strings of `key=value;key=value`, whatever key comes first: the whole of it is hidden. */
export function hideConnectionStrings(text: string): string {
  const urls = credentialUrl.hint.test(text) ? text.replaceAll(credentialUrl.find, mark) : text;
  if (!urls.includes('=')) return urls;
  let written = '';
  let done = 0;
  for (const { index, 0: key } of urls.matchAll(secretKey)) {
    if (index < done) continue;
    const start = Math.max(done, beginOf(urls, index));
    const end = endOf(urls, index + key.length);
    if (end === index + key.length) continue;
    written += `${urls.slice(done, start)}${mark}`;
    done = end;
  }
  return written + urls.slice(done);
}

/** How far `key=value;` goes before the place; a connection string is no longer than this. */
const farthest = 1_000;

function beginOf(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - farthest), at);
  const own = /(?:^|["'\n\r{}()<>|])[^"'\n\r{}()<>|]*$/u.exec(before)?.[0].replace(/^["'\n\r{}()<>|]/u, '') ?? '';
  const parts = own.split(';');
  // The last part is empty, or what stands before the key itself.
  let begin = at - (parts.pop()?.length ?? 0);
  if (/\S/u.test(text.slice(begin, at))) begin = at;
  if (begin === at && !/(?:^|;)\s*$/u.test(own)) return at;
  for (const part of parts.toReversed()) {
    const pair = /(?<key>[\p{L}][\p{L}\p{N} _.-]{0,40}=[^=].{0,500})$/u.exec(part)?.groups?.['key'];
    if (pair === undefined) break;
    begin -= (begin > 0 ? 1 : 0) + pair.length;
    if (pair.length < part.trimStart().length) break;
  }
  return begin;
}

/** To the end of the value, and of the pairs behind it. */
function endOf(text: string, at: number): number {
  const rest = text.slice(at, at + farthest);
  const value = /^[^;\s"'<>]*/u.exec(rest)?.[0].length ?? 0;
  const more = /^(?:;\s?[\p{L}][\p{L}\p{N} _.-]{0,40}=[^;"'\n\r<>]{0,400}){0,20};?/u.exec(rest.slice(value))?.[0].length ?? 0;
  return at + value + (value === 0 ? 0 : more);
}
