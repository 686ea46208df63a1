import type { QueryColumn, QueryRender } from '../core/model/query.ts';
import type { TextPattern } from '../core/ports.ts';
import { addressPatterns } from './redaction-addresses.ts';
import { hideConnectionStrings } from './redaction-connections.ts';
import { hideInJson } from './redaction-json.ts';
import { type Mark, numberedMarks, plainMark } from './redaction-marks.ts';
import { isSecretName, isVersionName } from './redaction-names.ts';
import { emailPattern, type Hide, hider } from './redaction-patterns.ts';
import { tokenPatterns } from './redaction-tokens.ts';

export interface RedactionRules {
  readonly builtIn: readonly ('tokens' | 'emails' | 'addresses' | 'connectionStrings')[];
  /** By the name that stands in the place of what they find. */
  readonly patterns: Readonly<Record<string, TextPattern>>;
}

type Hidden = (text: string) => string;

/** Hides what must not leave the process. */
export interface Redaction {
  readonly text: Hidden;
  /** For everything that is shown together: the same value has the same mark in all of it. */
  readonly together: () => RedactionTogether;
}

export interface RedactionTogether {
  readonly text: Hidden;
  /** For the cells of a column that hold text; undefined: it has none. */
  readonly cellsOf: (column: QueryColumn) => Hidden | undefined;
  /** Titles, and names of columns: a pivoted table has values as its columns' names. */
  readonly columns: (columns: readonly QueryColumn[]) => readonly QueryColumn[];
  readonly render: (render: QueryRender, names: ReadonlyMap<string, string>) => QueryRender;
}

/** Rules of the configuration, ready to be used. */
export function createRedaction({ builtIn, patterns }: RedactionRules): Redaction {
  const has = new Set(builtIn);
  const own = Object.entries(patterns).map(([name, pattern]) => custom(name, pattern));
  const before: readonly Hide[] = [
    ...own,
    ...(has.has('connectionStrings') ? [hideConnectionStrings] : []),
    ...(has.has('tokens') ? tokenPatterns.map(hider) : []),
    ...(has.has('emails') ? [hider(emailPattern)] : []),
  ];
  const all: readonly Hide[] = [...before, ...(has.has('addresses') ? addressPatterns.map(hider) : [])];
  const names = has.has('tokens') ? 'secrets too' : 'values only';

  return {
    text: (text) => hideWith(all, text, plainMark),
    together: () => {
      const mark = numberedMarks();
      const hide: Hidden = (text) => hideWith(all, text, mark);
      const cellsOf = ({ name, type }: QueryColumn): Hidden | undefined => {
        if (type !== 'string' && type !== 'dynamic') return undefined;
        // A version may be four numbers with dots between them.
        const inText: Hidden = isVersionName(name) ? (text) => hideWith(before, text, mark) : hide;
        const isSecret = names === 'secrets too' && isSecretName(name);
        const whole = (text: string): string => (text === '' ? text : mark('token', text));
        if (type === 'string') return remembering(isSecret ? whole : inText);
        return remembering(isSecret ? (json) => JSON.stringify(whole(json)) : (json) => hideInJson(json, { hide: inText, mark, names }));
      };
      return {
        text: hide,
        cellsOf,
        columns: (columns) => distinct(columns.map((column) => ({ ...column, name: hide(column.name) }))),
        render: (render, called) => hideRender(render, hide, called),
      };
    },
  };
}

const hideWith = (hides: readonly Hide[], text: string, mark: Mark): string => hides.reduce((left, one) => one(left, mark), text);

const custom =
  (name: string, pattern: TextPattern): Hide =>
  (text, mark) =>
    pattern.replaceAll(text, (found) => mark(name, found));

/** Logs say the same over and over. */
function remembering(hide: Hidden): Hidden {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const hidden = hide(text);
    known.set(text, hidden);
    return hidden;
  };
}

function hideRender(render: QueryRender, hide: Hidden, names: ReadonlyMap<string, string>): QueryRender {
  const nameOf = (name: string): string => names.get(name) ?? hide(name);
  return {
    ...render,
    ...(render.title === undefined ? {} : { title: hide(render.title) }),
    ...(render.x === undefined ? {} : { x: nameOf(render.x) }),
    ...(render.y === undefined ? {} : { y: render.y.map(nameOf) }),
    ...(render.series === undefined ? {} : { series: render.series.map(nameOf) }),
  };
}

/** Two columns must not become one. */
function distinct(columns: readonly QueryColumn[]): readonly QueryColumn[] {
  const taken = new Map<string, number>();
  return columns.map((column) => {
    const before = taken.get(column.name) ?? 0;
    taken.set(column.name, before + 1);
    return before === 0 ? column : { ...column, name: `${column.name} ${before + 1}` };
  });
}
