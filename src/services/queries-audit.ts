import type { AuditDetail } from '../core/invocation.ts';
import type { QueryAsked } from './query-services.ts';

/** What the audit log keeps of the queries that one command sends: of which places, over which range, and their whole text. */
export function auditOfAsked(queries: readonly QueryAsked[]): AuditDetail {
  if (queries.length === 0) return {};
  const places = new Set(queries.map(({ place }) => (place.kind === 'workspace' ? place.id : place.resource.id)));
  return {
    asked: [...places].join(' '),
    from: new Date(Math.min(...queries.map((one) => one.from))).toISOString(),
    to: new Date(Math.max(...queries.map((one) => one.to))).toISOString(),
    text: [...new Set(queries.map((one) => one.text))].join('\n\n'),
  };
}
