import { type Document, heading, sentence } from '../src/core/document.ts';

export interface ResourceRow {
  readonly name: string;
  readonly kind: string;
  /** undefined: no service has it. */
  readonly service: string | undefined;
  readonly group: string;
  readonly region: string;
}

/** Resources as a table; `which` narrows them: " of bps-website", or nothing. */
export function resourceList(rows: readonly ResourceRow[], which: string): Document {
  if (rows.length === 0) return sentence(`There are no resources${which}.`);
  const summary = `${rows.length} ${rows.length === 1 ? 'resource' : 'resources'}${which}`;
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
