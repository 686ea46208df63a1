import type { Mark } from './redaction-marks.ts';
import { isSecretName } from './redaction-names.ts';

/** Text between quotes, the last of which may have been cut off; signs; and numbers and words. */
const part = /"(?:[^"\\]|\\.)*(?:"|\\?$)|[{}[\],:]|[^\s"{}[\],:]+/gu;

export interface JsonHiding {
  readonly hide: (text: string) => string;
  readonly mark: Mark;
  readonly names: 'secrets too' | 'values only';
}

/** In each text of the JSON, keys as well; numbers stay as they are written. What is called a secret is hidden whole, whatever it is. */
export function hideInJson(json: string, { hide, mark, names }: JsonHiding): string {
  if (!json.includes('"')) return json;
  let written = '';
  let done = 0;
  // Where the value of a secret began, and how deep inside it we are.
  let secret: { readonly from: number; depth: number } | undefined;
  let key: string | undefined;
  let text: string | undefined;
  for (const { 0: found, index } of json.matchAll(part)) {
    const end = index + found.length;
    if (secret !== undefined) {
      if (found === '{' || found === '[') secret.depth += 1;
      if (found === '}' || found === ']') secret.depth -= 1;
      if (secret.depth > 0) continue;
      written += json.slice(done, secret.from) + JSON.stringify(mark('token', json.slice(secret.from, end)));
      done = end;
      secret = undefined;
      continue;
    }
    if (found === ':') key = text;
    const isValue = key !== undefined && found !== ':';
    if (isValue && names === 'secrets too' && isSecretName(key ?? '') && !/^(?:true|false|null|""|,|\}|\])$/u.test(found)) {
      key = undefined;
      if (found === '{' || found === '[') {
        secret = { from: index, depth: 1 };
        continue;
      }
      written += json.slice(done, index) + JSON.stringify(mark('token', readText(found) ?? found));
      done = end;
      continue;
    }
    if (isValue) key = undefined;
    text = found.startsWith('"') ? readText(found) : undefined;
    if (!found.startsWith('"')) continue;
    const hidden = text === undefined ? hide(found) : hide(text);
    if (hidden === (text ?? found)) continue;
    written += json.slice(done, index) + (text === undefined ? hidden : JSON.stringify(hidden));
    done = end;
  }
  // A secret whose end was cut off.
  if (secret !== undefined) return written + json.slice(done, secret.from) + JSON.stringify(mark('token', json.slice(secret.from)));
  return written + json.slice(done);
}

function readText(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
