import type { Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { parseDecimal } from '../values/decimal.ts';
import type { Bag } from '../values/guards.ts';
import { type Named, type Operation, ofTexts, refused, scalar, textAt } from './define.ts';
import { urlDecode } from './encodings.ts';

function queryParameters(query: string): Bag {
  const pairs = query.split('&').flatMap((pair) => {
    const [name = '', ...rest] = pair.split('=');
    return name === '' ? [] : [[urlDecode(name), urlDecode(rest.join('='))] as const];
  });
  return Object.fromEntries(pairs);
}

const urlForm =
  /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i;

function parseUrl(text: string): Value {
  const [, scheme = '', username = '', password = '', host = '', port = '', path = '', query = '', fragment = ''] =
    urlForm.exec(text) ?? [];
  return {
    Scheme: scheme,
    Host: host,
    Port: port,
    Path: path,
    Username: username,
    Password: password,
    'Query Parameters': queryParameters(query),
    Fragment: fragment,
  };
}

/** The parts of a path of Windows or of others; of a URL of a file, too. */
function parsePath(text: string): Value {
  const [, scheme = '', rest = ''] = /^(?:([a-z]{2,}):\/\/)?(.*)$/is.exec(text) ?? [];
  const cut = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\'));
  const [directory, last] = cut === -1 ? ['', rest] : [rest.slice(0, cut), rest.slice(cut + 1)];
  const [filename = '', stream = ''] = cut === -1 && /^[a-z]:$/i.test(last) ? [''] : last.split(':');
  const dot = filename.lastIndexOf('.');
  return {
    Scheme: scheme,
    RootPath: /^[a-z]:/i.exec(rest)?.[0] ?? '',
    DirectoryPath: directory,
    DirectoryName: directory.split(/[\\/]/).at(-1) ?? '',
    Filename: filename,
    Extension: dot === -1 ? '' : filename.slice(dot + 1),
    AlternateDataStreamName: stream,
  };
}

/** The first record of comma-separated values; a quoted field may hold commas, breaks and doubled quotes. */
function parseCsv(text: string): Value {
  if (text === '') return [''];
  const fields: string[] = [];
  const form = /(?:"((?:[^"]|"")*)"[^,\r\n]*|([^,\r\n]*))(,|\r?\n|$)/gy;
  for (let match = form.exec(text); match !== null; match = form.exec(text)) {
    const [, quoted, plain = '', end] = match;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') break;
  }
  return fields;
}

/** Up to four parts of at most eight digits each, as one number that sorts like the version. */
function parseVersion(text: string): Value {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => /^\d{1,8}$/.test(part))) return null;
  return parseDecimal(
    [...parts, '0', '0', '0']
      .slice(0, 4)
      .map((part) => part.padStart(8, '0'))
      .join(''),
  );
}

/** By the rules of Windows: backslashes count double only in front of a quote. */
function windowsArguments(line: string): readonly string[] {
  const found: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (const [run = ''] of line.matchAll(/\\+"?|"|\s|[^\\"\s]+/g)) {
    const slashes = run.startsWith('\\') ? run.replace('"', '').length : 0;
    const quote = run.endsWith('"');
    if (slashes > 0) word = (word ?? '') + '\\'.repeat(quote ? Math.floor(slashes / 2) : slashes);
    if (quote && slashes % 2 === 1) word = `${word ?? ''}"`;
    else if (quote) {
      quoted = !quoted;
      word ??= '';
    } else if (slashes > 0) continue;
    else if (/\s/.test(run) && !quoted) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else word = (word ?? '') + run;
  }
  return word === undefined ? found : [...found, word];
}

function parseCommandLine(call: CallShape): Operation {
  const [line, parser] = [textAt(call, 0), textAt(call, 1)];
  return (value, kind) => {
    if (parser(kind).toLowerCase() !== 'windows') throw refused(call, 'the only parser that the service has is “windows”.');
    return line(value) === '' ? null : windowsArguments(line(value));
  };
}

const parsedUrl = ofTexts('dynamic', parseUrl);
const parsedQuery = ofTexts('dynamic', (text) => ({ 'Query Parameters': queryParameters(text.replace(/^\?/, '')) }));

export const textParsers: Named = [
  ['parse_url', parsedUrl],
  ['parseurl', parsedUrl],
  ['parse_urlquery', parsedQuery],
  ['parseurlquery', parsedQuery],
  ['parse_path', ofTexts('dynamic', parsePath)],
  ['parse_csv', ofTexts('dynamic', parseCsv)],
  ['parse_version', ofTexts('decimal', parseVersion)],
  ['parse_command_line', scalar('dynamic', parseCommandLine)],
];
