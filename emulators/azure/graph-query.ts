/** The part of KQL that the product's Resource Graph queries use: where, project, order by, limit, count. */

export type Row = Readonly<Record<string, unknown>>;

/** The query is outside the part that is understood here, or wrong. */
export class GraphQueryFault extends Error {
  override readonly name = 'GraphQueryFault';
}

export function runGraphQuery(query: string, table: readonly Row[]): readonly Row[] {
  const [source = '', ...operators] = splitOutside(query, '|').map((part) => part.trim());
  if (source.toLowerCase() !== 'resources') throw new GraphQueryFault(`unknown table ${source}`);
  return operators.reduce<readonly Row[]>(apply, table);
}

function apply(rows: readonly Row[], operator: string): readonly Row[] {
  const [, verb = '', rest = ''] = /^(\S+(?:\s+by)?)\s*(.*)$/su.exec(operator) ?? [];
  switch (verb.toLowerCase()) {
    case 'where': {
      const tests = splitWords(rest, 'and').map(readTest);
      return rows.filter((row) => tests.every((test) => test(row)));
    }
    case 'project': {
      const columns = splitOutside(rest, ',').map((part) => {
        const [name = '', path = name] = part.split('=').map((one) => one.trim());
        return { name, path: path.split('.') };
      });
      return rows.map((row) => Object.fromEntries(columns.map(({ name, path }) => [name, path.reduce<unknown>(memberOf, row)])));
    }
    case 'order by':
    case 'sort by': {
      const [, column = '', direction] = /^(\w+)(?:\s+(asc|desc))?$/u.exec(rest) ?? [];
      const sign = direction === 'asc' ? 1 : -1;
      return rows.toSorted((one, other) => sign * String(one[column]).localeCompare(String(other[column]), 'en'));
    }
    case 'limit':
    case 'take':
      return rows.slice(0, Number(rest));
    case 'count':
      return [{ Count: rows.length }];
    default:
      throw new GraphQueryFault(`unknown operator ${verb}`);
  }
}

function readTest(text: string): (row: Row) => boolean {
  const found = /^(?<subject>\w+)(?:\[(?<field>'(?:[^'\\]|\\.)*')\])?\s*(?<sign>==|=~|in~|contains)\s*(?<value>.+)$/su.exec(
    text.trim(),
  )?.groups;
  if (found === undefined) throw new GraphQueryFault(`cannot read the condition ${text}`);
  const { subject = '', field, sign = '', value = '' } = found;
  const wanted = (sign === 'in~' ? splitOutside(value.trim().slice(1, -1), ',') : [value]).map((one) => readLiteral(one.trim()));
  return (row) => {
    const whole = row[subject];
    const part = field === undefined ? whole : memberOf(whole, readLiteral(field));
    const have = typeof part === 'string' ? part : '';
    if (sign === '==') return wanted.includes(have);
    const low = have.toLowerCase();
    return wanted.some((one) => (sign === 'contains' ? low.includes(one.toLowerCase()) : low === one.toLowerCase()));
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function readLiteral(text: string): string {
  const inner = /^'((?:[^'\\]|\\.)*)'$/su.exec(text)?.[1] ?? /^"((?:[^"\\]|\\.)*)"$/su.exec(text)?.[1];
  if (inner === undefined) throw new GraphQueryFault(`expected a string at ${text}`);
  return inner.replaceAll(/\\(.)/gsu, (_, one: string) => escapes[one] ?? one);
}

/** Splits at a character that is not inside a string or parentheses. */
function splitOutside(text: string, separator: string): readonly string[] {
  return pieces(text).reduce<string[]>(
    (parts, piece) => {
      if (piece.outside && piece.text === separator) parts.push('');
      else parts.push((parts.pop() ?? '') + piece.text);
      return parts;
    },
    [''],
  );
}

/** Splits at a word that is not inside a string. */
function splitWords(text: string, word: string): readonly string[] {
  const parts = [''];
  for (const piece of text.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\b\w+\b|./gsu) ?? []) {
    if (piece.toLowerCase() === word) parts.push('');
    else parts.push((parts.pop() ?? '') + piece);
  }
  return parts;
}

function pieces(text: string): readonly { readonly text: string; readonly outside: boolean }[] {
  let depth = 0;
  return (text.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|./gsu) ?? []).map((piece) => {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    return { text: piece, outside: depth === 0 };
  });
}
