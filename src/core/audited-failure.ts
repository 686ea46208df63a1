import type { AuditDetail } from './invocation.ts';

/** What made a command fail (its `cause`), and what of the attempt belongs into the audit log all the same. */
export class AuditedFailure extends Error {
  override readonly name = 'AuditedFailure';
  readonly audit: AuditDetail;

  constructor(cause: unknown, audit: AuditDetail) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.audit = audit;
  }
}
