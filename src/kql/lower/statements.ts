import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part } from '../parser/tree.ts';
import type { Expression } from '../plan.ts';
import { atIn, type Context, lowerExpression, lowerPipeline, noRow, once, semantic, shared, unsupported } from './context.ts';
import { literalAs } from './literal.ts';
import { declaredType, isTabular, nameOf, needed } from './tree-text.ts';

/** Takes in a statement that gives names a meaning. What is declared and never used is never lowered, so it cannot fail. */
export function declare(statement: KustoNode, context: Context): void {
  const kind = kindOf(statement);
  switch (kind) {
    case 'LetStatement':
      declareLet(statement, context);
      return;
    case 'QueryParametersStatement':
      for (const parameter of elements(part(statement, 'Parameters'))) declareParameter(parameter, context);
      return;
    case 'SetOptionStatement':
      setOption(statement, context);
      return;
    default:
      throw unsupported(`The statement “${kind.replace(/Statement$/, '').toLowerCase()}”`, statement, context);
  }
}

/** Most options (`set notruncation;`) change nothing about what the answer is. */
function setOption(statement: KustoNode, context: Context): void {
  const name = nameOf(needed(statement, 'Name')).toLowerCase();
  const clause = part(statement, 'ValueClause');
  if (clause !== undefined && name.startsWith('query_bin_auto_'))
    context.session.options.set(name, lowerExpression(needed(clause, 'Expression'), context));
}

function declareLet(statement: KustoNode, context: Context): void {
  const name = nameOf(needed(statement, 'Name'));
  const value = needed(statement, 'Expression');
  const outside: Context = { ...context, row: noRow, scope: snapshot(context) };
  const names = context.scope.names;
  if (kindOf(value) === 'FunctionDeclaration') {
    names.set(name, { kind: 'function', declaration: value, scope: outside.scope });
  } else if (isTabular(value)) {
    // Every binding is kept, so that `materialize` around the whole adds nothing.
    const rows = kindOf(value) === 'MaterializeExpression' ? needed(value, 'Expression') : value;
    names.set(name, { kind: 'tabular', pipeline: shared(name, () => lowerPipeline(rows, outside), outside.session) });
  } else {
    names.set(name, { kind: 'scalar', expression: once(() => lowerExpression(value, outside)) });
  }
}

/** A name means what it meant where it was used: a later `let` of the same name changes nothing before it. */
function snapshot(context: Context): Context['scope'] {
  return { outer: context.scope.outer, names: new Map(context.scope.names) };
}

function declareParameter(parameter: KustoNode, context: Context): void {
  const declaration = needed(parameter, 'NameAndType');
  const name = nameOf(needed(declaration, 'Name'));
  const type = declaredType(declaration);
  const { parameters } = context.session;
  const given = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  const otherwise = part(parameter, 'DefaultValue');
  context.scope.names.set(name, {
    kind: 'scalar',
    expression: once((): Expression => {
      if (given !== undefined) return { kind: 'literal', ...given, at: atIn(parameter, context) };
      if (otherwise === undefined) throw semantic(`The parameter “${name}” has no value.`, parameter, context);
      const value = lowerExpression(needed(otherwise, 'Value'), context);
      return (value.kind === 'literal' && type !== undefined ? literalAs(value, type) : undefined) ?? value;
    }),
  });
}
