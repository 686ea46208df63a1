import type { At, Expression } from '../../plan.ts';
import type { Value } from '../../types.ts';

/**
 * A word of `search` as the operator that it means: "x" has · "x*" hasprefix · "*x" hassuffix · "*x*" contains · "a*b" a regular
 * expression. `of`: a column, or a star for any column.
 */
export function term(of: Expression, word: Expression, letters: 'insensitive' | 'sensitive', at: At): Expression {
  const text = word.kind === 'literal' ? wordOf(word.value) : undefined;
  const call = (name: string, value: Expression): Expression => ({ kind: 'call', name, arguments: [of, value], type: 'bool', at });
  const cased = (name: string): string => (letters === 'sensitive' ? `${name}_cs` : name);
  if (text === undefined) return call(cased('has'), word);
  const literal = (value: string): Expression => ({ kind: 'literal', type: 'string', value, at });
  if (/^\*+$/.test(text)) return { kind: 'literal', type: 'bool', value: true, at };
  const found = /^(\*?)([^*]*)(\*?)$/.exec(text);
  if (found === null) return call('matches regex', literal(pattern(text, letters)));
  const [, before = '', inner = '', after = ''] = found;
  const name = before === '' ? (after === '' ? 'has' : 'hasprefix') : after === '' ? 'hassuffix' : 'contains';
  return call(cased(name), literal(inner));
}

/** Numbers are looked for as they are written. */
function wordOf(value: Value): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

function pattern(text: string, letters: 'insensitive' | 'sensitive'): string {
  const parts = text.split('*').map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return `${letters === 'insensitive' ? '(?i)' : ''}${parts.join('.*')}`;
}
