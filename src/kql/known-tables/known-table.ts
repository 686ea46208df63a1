import type { TableSchema } from '../table.ts';
import { type KqlType, kqlTypes } from '../types.ts';

/** A table of Azure Monitor, as Microsoft's reference of its tables has it. */
export interface KnownTable extends TableSchema {
  /** classic: what an Application Insights resource answers with; workspace: what a Log Analytics workspace has. */
  readonly family: 'classic' | 'workspace';
  /** The column that the timespan of a request is compared with. */
  readonly timeColumn: 'timestamp' | 'TimeGenerated';
}

/** `columns`: lists of names by their type, in the order that the service has them: "string: id source; real: duration". */
export function tableOf(family: KnownTable['family'], name: string, ...columns: readonly string[]): KnownTable {
  return {
    name,
    family,
    timeColumn: family === 'classic' ? 'timestamp' : 'TimeGenerated',
    columns: columns.flatMap((list) => list.split(';')).flatMap(columnsOf),
  };
}

function columnsOf(list: string): KnownTable['columns'] {
  const [first = '', names = ''] = list.split(':');
  const type = first.trim();
  if (!isType(type)) throw new Error(`“${list}” names no type`);
  return names
    .trim()
    .split(/\s+/u)
    .map((name) => ({ name, type }));
}

const isType = (word: string): word is KqlType => kqlTypes.some((one) => one === word);
