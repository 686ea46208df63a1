import { type Document, heading, sentence, text } from '../src/core/document.ts';
import type { Service } from '../src/core/model/service.ts';

export interface ServiceRow {
  readonly service: Service;
  /** undefined: the resources are not known. */
  readonly resources: number | undefined;
}

/** The service catalogue; `failure` says why resources are not known. */
export function serviceList(rows: readonly ServiceRow[], failure: string | undefined): Document {
  if (rows.length === 0) return sentence('No services are configured. They are listed under “services” in tocsin.yaml.');
  const summary = rows.length === 1 ? '1 service' : `${rows.length} services`;
  return {
    summary: `${summary}: ${rows.map(({ service }) => service.name).join(', ')}`,
    blocks: [
      heading(summary),
      {
        kind: 'table',
        columns: [
          { title: 'Service', align: 'left' },
          { title: 'What it is', align: 'left' },
          { title: 'Tier', align: 'right' },
          { title: 'Environment', align: 'left' },
          { title: 'Resources', align: 'right' },
          { title: 'Owners', align: 'left' },
        ],
        rows: rows.map(({ service, resources }) => [
          { text: service.name },
          { text: service.title },
          { text: String(service.tier) },
          { text: service.environment },
          { text: resources === undefined ? 'unknown' : String(resources) },
          { text: service.owners.join(', ') },
        ]),
      },
      ...(failure === undefined ? [] : [text(failure)]),
    ],
  };
}
