import type { KustoNode } from '../../parser/load.ts';
import { children, kindOf, part } from '../../parser/tree.ts';
import type { ParsePart, Step } from '../../plan.ts';
import { type Context, lowerExpression, unsupported } from '../context.ts';
import { declaredType, nameOf, needed, parametersOf, plainText, quoted, textParameter } from '../tree-text.ts';
import { schemaOf } from './sources.ts';

export function parse(node: KustoNode, context: Context): Step {
  const parameters = parametersOf(part(node, 'Parameters'));
  const mode = (textParameter(parameters, 'kind') ?? 'simple').toLowerCase();
  if (mode !== 'simple' && mode !== 'regex' && mode !== 'relaxed') throw unsupported(`parse kind=${mode}`, node, context);
  return {
    kind: 'parse',
    unmatched: kindOf(node) === 'ParseWhereOperator' ? 'drop' : 'keep',
    mode,
    flags: textParameter(parameters, 'flags') ?? '',
    of: lowerExpression(needed(node, 'Expression'), context),
    pattern: children(needed(node, 'Patterns')).map((piece) => partOf(piece, context)),
  };
}

function partOf(node: KustoNode, context: Context): ParsePart {
  switch (kindOf(node)) {
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression':
      return { kind: 'text', text: plainText(node) };
    case 'StarExpression':
      return { kind: 'skip' };
    case 'NameDeclaration':
      return { kind: 'column', name: nameOf(node), type: 'string' };
    case 'NameAndTypeDeclaration':
      return { kind: 'column', name: nameOf(needed(node, 'Name')), type: declaredType(node) ?? 'string' };
    default:
      return computedText(node, context);
  }
}

/** A text that a `let` gave a name. */
function computedText(node: KustoNode, context: Context): ParsePart {
  const value = lowerExpression(node, context);
  if (value.kind === 'literal' && typeof value.value === 'string') return { kind: 'text', text: value.value };
  throw unsupported(`${quoted(node, context)} in the pattern of parse`, node, context);
}

export function parseKv(node: KustoNode, context: Context): Step {
  const clause = part(node, 'WithClause');
  const options = [...parametersOf(clause === undefined ? undefined : part(clause, 'Properties'))].map(([name, value]) => {
    const lowered = kindOf(value) === 'NameReference' ? undefined : lowerExpression(value, context);
    const text = lowered?.kind === 'literal' && typeof lowered.value === 'string' ? lowered.value : plainText(value);
    return [name, text] as const;
  });
  return {
    kind: 'parse-kv',
    of: lowerExpression(needed(node, 'Expression'), context),
    columns: schemaOf(needed(node, 'Keys'), context),
    options: Object.fromEntries(options),
  };
}
