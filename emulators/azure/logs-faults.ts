import type { QueryFault } from './logs-engine.ts';
import type { InnerError } from './logs-errors.ts';

/** The engine's faults in the service's words: the first one, as the service stops there. */
export function serviceError(faults: readonly QueryFault[], query: string): InnerError {
  const [fault] = faults;
  if (fault === undefined) return { code: 'SyntaxError', message: 'Syntax Error' };
  switch (fault.kind) {
    case 'syntax':
      return { code: 'SyntaxError', message: 'A syntax error has been identified in the query.', innererror: syntaxError(fault, query) };
    case 'semantic':
    case 'evaluation':
      return { code: 'SemanticError', message: 'A semantic error occurred.', innererror: semanticError(fault, query) };
    case 'unsupported':
      return { code: 'UnsupportedError', message: fault.message, ...placeOf(fault, query) };
    case 'limit':
      return {
        code: 'QueryLimitError',
        message: 'The query could not be completed.',
        innererror: { code: 'E_RUNAWAY_QUERY', message: `The query consumed too many resources (E_RUNAWAY_QUERY). ${fault.message}` },
      };
  }
}

function syntaxError(fault: QueryFault, query: string): InnerError {
  const place = placeOf(fault, query) ?? placeAt(query, query.length, 0);
  return { code: 'SYN0002', message: `Query could not be parsed at '${place.token}' on line [${place.line},${place.pos}]`, ...place };
}

interface PlaceInQuery {
  readonly line: number;
  readonly pos: number;
  readonly token: string;
}

function placeOf({ at }: QueryFault, query: string): PlaceInQuery | undefined {
  return at === undefined ? undefined : placeAt(query, at.start, at.length);
}

function placeAt(query: string, start: number, length: number): PlaceInQuery {
  const before = query.slice(0, start).split('\n');
  const said = query.slice(start, start + length).trim();
  const token = said === '' ? (/^\s*(\w+|\S)/u.exec(query.slice(start))?.[1] ?? '') : said;
  return { line: before.length, pos: before.at(-1)?.length ?? 0, token };
}

// What the parser says, and what the service says of the same.
const unknownName = /^The name '([^']+)' does not refer to any known (?<kind>column|table|function)/u;
const incomparable = /^The operator '(?:[=!<>]=?|=~|!~)' is not defined for the operand types (\w+) and (\w+)/u;

function semanticError(fault: QueryFault, query: string): InnerError {
  const [, name, kind] = unknownName.exec(fault.message) ?? [];
  if (kind === 'function') return { code: 'SEM0260', message: `Unknown function: '${name}'.` };
  const operator = operatorAt(query, fault.at?.start ?? 0);
  // Before the first pipe a name is taken for a table's.
  if (kind === 'table' || (kind === 'column' && operator === undefined))
    return { code: 'SEM0100', message: `Failed to resolve table or column expression named '${name}'` };
  if (kind === 'column')
    return { code: 'SEM0100', message: `'${operator}' operator: Failed to resolve column or scalar expression named '${name}'` };
  const [, left, right] = incomparable.exec(fault.message) ?? [];
  if (left !== undefined)
    return { code: 'SEM0064', message: `Cannot compare values of types ${left} and ${right}. Try adding explicit casts` };
  // The service's own numbers where the engine knows them.
  const known = fault.code !== undefined && /^SEM\d+$/u.test(fault.code) ? fault.code : 'SEM0001';
  return { code: known, message: fault.message, ...placeOf(fault, query) };
}

/** The operator whose pipe is the last one before a place; undefined: what stands before the first pipe. */
function operatorAt(query: string, start: number): string | undefined {
  const code = query
    .slice(0, start)
    .replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*/gu, (hidden) => ' '.repeat(hidden.length));
  const pipe = code.lastIndexOf('|');
  return pipe === -1 ? undefined : /^\s*([a-z][a-z-]*)/u.exec(code.slice(pipe + 1))?.[1];
}
