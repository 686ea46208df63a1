import { z } from 'zod';
import type { QueryProblem } from '../../core/model/query.ts';

/** One level of an error of the Logs API; each says more exactly than the one around it. */
interface Level {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly line?: number | undefined;
  readonly pos?: number | undefined;
  readonly token?: string | undefined;
  readonly innererror?: Level | undefined;
  readonly details?: readonly Level[] | undefined;
}

const number = z.coerce.number().int().nonnegative().optional().catch(undefined);
const words = z.string().optional().catch(undefined);
const level: z.ZodType<Level> = z.lazy(() =>
  z.object({
    code: words,
    message: words,
    line: number,
    pos: number,
    token: words,
    innererror: level.optional().catch(undefined),
    details: z.array(level).optional().catch(undefined),
  }),
);

/** Deeper than the service ever goes. */
const deepest = 20;

/** What the service says is wrong, in its own words, and where in the query that was sent. `error`: what stands under "error". */
export function problemOf(error: unknown, query: string): QueryProblem {
  const levels = levelsOf(level.catch({}).parse(error));
  const message = levels.findLast((one) => one.message !== undefined && one.message !== '')?.message ?? 'it gives no reason.';
  const code = levels.findLast((one) => one.code !== undefined && one.code !== '')?.code ?? 'BadArgumentError';
  const at = placeOf(levels, message, query);
  return { code, message: withoutSupport(message), ...(at === undefined ? {} : { at }) };
}

function levelsOf(outer: Level): readonly Level[] {
  const levels: Level[] = [];
  for (let one: Level | undefined = outer; one !== undefined && levels.length < deepest; one = one.innererror ?? one.details?.[0])
    levels.push(one);
  return levels;
}

/** Below the sentence the service may repeat token, line and position, and name an id for its support. */
const withoutSupport = (message: string): string =>
  message.replace(/\s*\n\s*(?:Token|Line|Position|Request id|If issue persists)\b[\s\S]*$/u, '').trim();

type Place = QueryProblem['at'];

function placeOf(levels: readonly Level[], message: string, query: string): Place {
  const placed = levels.findLast((one) => one.line !== undefined && one.pos !== undefined);
  const said = /\[(?:line:position=)?(\d+)[,:]\s*(\d+)\]/u.exec(message);
  const line = placed?.line ?? (said === null ? undefined : Number(said[1]));
  const pos = placed?.pos ?? (said === null ? undefined : Number(said[2]));
  const token = placed?.token ?? /could not be parsed at '([^']+)'/u.exec(message)?.[1];
  if (line !== undefined && pos !== undefined) return around(query, line, pos, token ?? '');
  const name = /named '([^']+)'/u.exec(message)?.[1];
  return name === undefined ? undefined : firstUse(query, name);
}

/** Lines are counted from 1, positions from 0; what lies beyond the text is at its end. */
function around(query: string, line: number, pos: number, token: string): Place {
  const before = query.split('\n').slice(0, Math.max(0, line - 1));
  const start = Math.min(query.length, before.reduce((sum, one) => sum + one.length + 1, 0) + pos);
  // Some messages count positions from 1.
  const exact = token !== '' && !query.startsWith(token, start) && query.startsWith(token, start - 1) ? start - 1 : start;
  return { start: exact, length: token !== '' && query.startsWith(token, exact) ? token.length : 1 };
}

/** Semantic errors name what they do not know and not where it stands: where it is first written, outside strings and comments. */
function firstUse(query: string, name: string): Place {
  const code = query.replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*/gu, (hidden) => ' '.repeat(hidden.length));
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  const found = new RegExp(String.raw`(?<![\w$])${escaped}(?![\w$])`, 'u').exec(code);
  return found === null ? undefined : { start: found.index, length: name.length };
}
