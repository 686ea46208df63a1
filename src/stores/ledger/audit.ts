import type { Kysely } from 'kysely';
import type { AuditEntry, Ledger } from '../../core/ledger.ts';
import { readDetail, toJson } from './json.ts';
import type { Tables } from './tables.ts';
import { indexed, storable } from './text.ts';

type Audit = Pick<Ledger, 'auditTrail' | 'lastDone'>;

/** Beyond the person's last so many commands in a place nobody remembers what came before. */
const mostLookedAt = 200;

/** Who did what. */
export function createAudit(db: Kysely<Tables>): Audit {
  return {
    auditTrail: async (most) => {
      const rows = await db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(most).execute();
      return rows.map((row) => ({
        at: row.at,
        who: row.who,
        what: row.what,
        where: row.place,
        result: row.result,
        ms: row.ms ?? undefined,
        detail: row.detail === null ? undefined : readDetail(row.detail),
      }));
    },
    lastDone: async ({ who, where, command }) => {
      const rows = await db
        .selectFrom('audit')
        .select('what')
        .where('who', '=', indexed(who))
        .where('place', '=', indexed(where))
        .where('result', '=', 'done')
        .orderBy('id', 'desc')
        .limit(mostLookedAt)
        .execute();
      return rows.map((row) => row.what).filter((what) => what.trim().split(/\s/u)[0]?.toLowerCase() === command);
    },
  };
}

export async function addAudit(db: Kysely<Tables>, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db
    .insertInto('audit')
    .values(
      entries.map(({ at, who, what, where, result, ms, detail }) => ({
        at,
        who: indexed(who),
        what: storable(what),
        place: indexed(where),
        result,
        ms: ms === undefined ? null : Math.round(ms),
        detail: detail === undefined ? null : toJson(detail),
      })),
    )
    .execute();
}
