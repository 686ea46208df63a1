import { type Document, heading, sentence } from '../src/core/document.ts';

export interface ResourceRow {
  readonly name: string;
  readonly kind: string;
  /** undefined: no service has it. */
  readonly service: string | undefined;
  readonly group: string;
  readonly region: string;
}

/** Resources as a table; `what` says which: "resources of bps-website". */
export function resourceList(rows: readonly ResourceRow[], what: string): Document {
  if (rows.length === 0) return sentence(`There are no ${what}.`);
  const summary = `${rows.length} ${what}`;
  return {
    summary,
    blocks: [
      heading(summary),
      {
        kind: 'table',
        columns: ['Resource', 'Kind', 'Service', 'Group', 'Region'].map((title) => ({ title, align: 'left' })),
        rows: rows.map((row) => [row.name, row.kind, row.service ?? '–', row.group, row.region].map((text) => ({ text }))),
      },
    ],
  };
}
