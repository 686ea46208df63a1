import { formatDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import type { Person } from '../core/model/person.ts';

/** Somebody cancelled the query; its asker is told who, and after how long. */
export class QueryCancelled extends UserError {
  constructor(by: Person, asker: Person, afterMs: number) {
    const isOwn = by.platform === asker.platform && by.id === asker.id;
    super(`The query was cancelled${isOwn ? '' : ` by ${by.name}`} after ${formatDuration(afterMs)}.`);
  }
}
