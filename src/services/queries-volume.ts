import { ProviderError, QueryRejected, UserError } from '../core/errors.ts';
import type { Place } from '../core/model/person.ts';
import { kqlString } from './queries-literals.ts';
import { billedName } from './queries-tables.ts';
import type { QueryExplanation, QueryPlaces, QueryReads } from './query-services.ts';

export interface VolumeWish {
  readonly tables: readonly string[];
  /** Where the query would be asked, as it is named. */
  readonly name: string;
  readonly where: Place;
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
}

const waitMs = 20_000;

/** What the Usage table of the workspace says that the tables hold in the range; undefined: it could not be read. */
export async function volumeOf(
  { tables, name, where, from, to, signal }: VolumeWish,
  { places, reads }: { readonly places: Pick<QueryPlaces, 'find'>; readonly reads: QueryReads },
): Promise<QueryExplanation['volume']> {
  if (tables.length === 0) return [];
  const billed = new Map(tables.map((table) => [billedName(table), table]));
  const names = [...billed.keys()].map(kqlString).join(', ');
  const text = `Usage | where DataType in (${names}) | summarize Megabytes = sum(Quantity) by DataType`;
  try {
    const { place } = await places.find(name, 'workspace', where);
    const { result } = await reads.read({ place, text, from, to, waitMs }, { signal });
    return result.table.rows.flatMap(([type, megabytes]) => {
      const [table, amount] = typeof type === 'number' ? [megabytes, type] : [type, megabytes];
      return typeof table === 'string' && typeof amount === 'number' ? [{ table: billed.get(table) ?? table, megabytes: amount }] : [];
    });
  } catch (error) {
    // The explanation is worth having without it.
    if (error instanceof ProviderError || error instanceof QueryRejected || error instanceof UserError) return undefined;
    throw error;
  }
}
