import { actions, type Block, bold, code, type Document, note, text } from '../src/core/document.ts';
import type { QueryHeld, QueryRejection, QueryView } from '../src/services/query-services.ts';
import { caretBlock } from './query-caret.ts';

/** More findings than this say no more. */
const mostFindings = 5;

/** What keeps a query from being sent: each reason with the rule's name and its place. */
export function queryHeld({ verdict, findings, text: query }: QueryHeld, { rows }: Pick<QueryView, 'rows'>): Document {
  const lead = verdict === 'refuse' ? 'I do not send this query.' : 'This query looks wrong to me, so I have not sent it yet.';
  const shown = findings.slice(0, mostFindings);
  const rest = findings.length - shown.length;
  return {
    summary: `${lead} ${shown[0]?.message ?? ''}`.trim(),
    blocks: [
      text(bold(lead)),
      ...shown.flatMap((one): readonly Block[] => [
        text(one.message, ' (rule ', code(one.rule), ')'),
        ...(one.at === undefined ? [] : [caretBlock(query, one.at)]),
      ]),
      ...(rest > 0 ? [text(`And ${rest} more.`)] : []),
      ...rows.map((row) => actions(...row)),
    ],
  };
}

/** The service's own words, at the place they are about. */
export function queryRejected({ problem, text: query, found }: QueryRejection, { rows }: Pick<QueryView, 'rows'>): Document {
  return {
    summary: `${found.name} does not take this query: ${problem.message}`,
    blocks: [
      text(bold(`Azure does not take this query (${found.name}).`)),
      ...(problem.at === undefined ? [] : [caretBlock(query, problem.at)]),
      note('bad', problem.message),
      ...(problem.nearest === undefined ? [] : [text('Did you mean ', code(problem.nearest), '?')]),
      ...rows.map((row) => actions(...row)),
    ],
  };
}
