import type { QueryFinding } from '../../core/model/query.ts';
import type { KustoCode, KustoNode } from '../parser/load.ts';
import { descend, elements, kindOf, part } from '../parser/tree.ts';
import { refuse } from './finding.ts';

const words: Readonly<Record<string, string>> = {
  SetOptionStatement: 'set',
  AliasStatement: 'alias',
  RestrictStatement: 'restrict',
  PatternStatement: 'declare pattern',
};

/** One query, and before it what it declares; nothing that commands, sets or ends in several answers. */
export function statementFindings(code: KustoCode): readonly QueryFinding[] {
  const statements = statementsOf(code);
  const findings = statements.flatMap((statement) => {
    const word = words[kindOf(statement)];
    return word === undefined
      ? []
      : [refuse('statement-not-allowed', `“${word}” changes how the service works on a query; take it out. “let” is fine.`, statement)];
  });
  const directives = elements(part(code.Syntax, 'Directives'));
  if (directives[0] !== undefined) {
    findings.push(refuse('statement-not-allowed', 'Lines that begin with “#” are for other tools; take them out.', directives[0]));
  }
  const [, second] = statements.filter((statement) => kindOf(statement) === 'ExpressionStatement');
  if (second !== undefined) {
    findings.push(
      refuse(
        'several-statements',
        'This is more than one query. Send them one by one, or join them with union; “let” lines before one are fine.',
        second,
      ),
    );
  }
  return findings;
}

/** A command where another statement would begin: `requests; .show tables`. */
export function laterCommand(code: KustoCode): QueryFinding | undefined {
  const skipped = part(code.Syntax, 'SkippedTokens');
  if (skipped === undefined || [...descend(skipped)].find(({ IsToken }) => IsToken)?.Text !== '.') return undefined;
  return /(?:^|;)\s*$/.test(code.Text.slice(0, skipped.TextStart)) ? command(skipped) : undefined;
}

export const statementsOf = (code: KustoCode): readonly KustoNode[] => elements(part(code.Syntax, 'Statements'));

/** The one that answers; undefined: there are only declarations. */
export function resultOf(code: KustoCode): KustoNode | undefined {
  const statement = statementsOf(code).findLast((one) => kindOf(one) === 'ExpressionStatement');
  return statement === undefined ? undefined : part(statement, 'Expression');
}

/** What is never sent, by whatever the command does. */
export const command = (at: KustoNode | undefined): QueryFinding =>
  refuse(
    'management-command',
    'Commands that begin with a dot manage the database and are never sent, not even “.show”. Write a query.',
    at,
  );
