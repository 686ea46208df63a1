import type { KustoNode } from '../../parser/load.ts';
import { children, elements, kindOf, part } from '../../parser/tree.ts';
import type { Assignment, Expression, Step } from '../../plan.ts';
import { atIn, type Context, lowerExpression, noRow, unsupported } from '../context.ts';
import { literalAs } from '../literal.ts';
import { declaredType, nameOf, needed, parametersOf, plainText, textParameter } from '../tree-text.ts';

type Scan = Extract<Step, { kind: 'scan' }>;

export function scan(node: KustoNode, context: Context): Step {
  for (const clause of ['OrderByClause', 'PartitionByClause']) {
    const found = part(node, clause);
    if (found !== undefined) throw unsupported('scan with “order by” or “partition by”', found, context);
  }
  const clause = part(node, 'DeclareClause');
  const declared = clause === undefined ? [] : elements(part(clause, 'Declarations')).map((one) => declaration(one, context));
  const steps = children(needed(node, 'Steps')).filter((step) => kindOf(step) === 'ScanStep');
  const inner: Context = { ...context, scanSteps: new Set(steps.map((step) => nameOf(needed(step, 'Name')))) };
  return {
    kind: 'scan',
    declared,
    matchId: textParameter(parametersOf(part(node, 'Parameters')), 'with_match_id'),
    steps: steps.map((step) => stepOf(step, declared, inner)),
  };
}

/** `declare (x: long = 0)`; without a value it begins as null. */
function declaration(node: KustoNode, context: Context): Assignment {
  const name = needed(node, 'NameAndType');
  const type = declaredType(name) ?? 'dynamic';
  const otherwise = part(node, 'DefaultValue');
  const none: Expression = { kind: 'literal', type, value: type === 'string' ? '' : null, at: atIn(node, context) };
  const value = otherwise === undefined ? none : lowerExpression(needed(otherwise, 'Value'), { ...context, row: noRow });
  return { name: nameOf(needed(name, 'Name')), type, expression: (value.kind === 'literal' ? literalAs(value, type) : undefined) ?? value };
}

function stepOf(node: KustoNode, declared: readonly Assignment[], context: Context): Scan['steps'][number] {
  const output = part(node, 'ScanStepOutput');
  const kind = output === undefined ? 'all' : plainText(needed(output, 'OutputKind')).toLowerCase();
  if (kind !== 'all' && kind !== 'last' && kind !== 'none') throw unsupported(`scan step output=${kind}`, node, context);
  const computation = part(node, 'ComputationClause');
  return {
    name: nameOf(needed(node, 'Name')),
    optional: part(node, 'OptionalKeyword') === undefined ? 'required' : 'optional',
    output: kind,
    condition: lowerExpression(needed(node, 'Condition'), context),
    assignments:
      computation === undefined ? [] : elements(part(computation, 'Assignments')).map((one) => assignment(one, declared, context)),
  };
}

function assignment(node: KustoNode, declared: readonly Assignment[], context: Context): Assignment {
  const name = nameOf(needed(node, 'Name'));
  const expression = lowerExpression(needed(node, 'Expression'), context);
  return { name, type: declared.find((one) => one.name === name)?.type ?? 'unknown', expression };
}
