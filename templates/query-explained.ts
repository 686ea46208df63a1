import { type Block, bold, type Document, facts, note, plain, text } from '../src/core/document.ts';
import { formatDuration } from '../src/core/duration.ts';
import type { QueryFinding } from '../src/core/model/query.ts';
import { clockText, zoneText } from '../src/core/moments.ts';
import { formatValue } from '../src/core/numbers.ts';
import type { Tone } from '../src/core/tone.ts';
import type { QueryExplanation } from '../src/services/query-services.ts';
import { caretBlock } from './query-caret.ts';

const timeFilters = {
  all: 'yes, of every table',
  some: 'of some tables only; the others are read for the whole range',
  none: 'no: everything in the range is read',
} as const;

/** More are not read; a table can have sixty. */
const mostColumns = 10;

/** What a query would do: nothing was sent but a question about volumes. */
export function queryExplained(explanation: QueryExplanation, timeZone: string): Document {
  const { analysis, found, from, to, notes, volume, text: query } = explanation;
  const refused = analysis.findings.some((one) => one.verdict === 'refuse');
  const lead = refused ? 'This query would not be sent.' : `This query would be asked of ${found.place.title}.`;
  const fact = (label: string, value: string) => ({ label, value: [plain(value)] });
  return {
    summary: lead,
    blocks: [
      text(bold(lead)),
      facts(
        fact('Tables', analysis.tables.length === 0 ? 'none' : analysis.tables.join(', ')),
        fact(
          'Range',
          `${formatDuration(Math.round((to - from) / 60_000) * 60_000)}, from ${clockText(from, timeZone).slice(0, 16)} ${zoneText(from, timeZone)}`,
        ),
        fact('Filtered by time', timeFilters[analysis.timeFilter]),
        fact(
          'Joins',
          analysis.joins.length === 0 ? 'none' : analysis.joins.map((one) => `${one.kind} with ${one.tables.join(', ')}`).join('; '),
        ),
        fact(
          'Rows',
          analysis.addedCap === undefined
            ? 'as many as the query itself allows'
            : `${analysis.addedCap.toLocaleString('en-US')} at most: a limit is added`,
        ),
        fact('Reads about', volumeWords(volume)),
        fact('Gives', analysis.columns.length === 0 ? 'columns that show only when it runs' : columnWords(analysis.columns)),
      ),
      ...notes.map((one) => note('warning', one)),
      ...analysis.findings.flatMap((one): readonly Block[] => [
        note(toneOf(one), `${one.message} (rule ${one.rule})`),
        ...(one.at === undefined || one.verdict === 'warn' ? [] : [caretBlock(query, one.at)]),
      ]),
    ],
  };
}

/** What stands in the facts above, too, is no warning. */
function toneOf({ rule, verdict }: QueryFinding): Tone {
  if (rule === 'no-time-filter' || rule === 'row-cap') return 'neutral';
  return verdict === 'warn' ? 'warning' : 'bad';
}

/** "57 columns: timestamp (datetime), … and 47 more" */
function columnWords(columns: QueryExplanation['analysis']['columns']): string {
  const listed = columns
    .slice(0, mostColumns)
    .map((one) => `${one.name} (${one.type})`)
    .join(', ');
  return columns.length <= mostColumns ? listed : `${columns.length} columns: ${listed} and ${columns.length - mostColumns} more`;
}

function volumeWords(volume: QueryExplanation['volume']): string {
  if (volume === undefined) return 'unknown: the Usage table could not be read';
  if (volume.length === 0) return 'unknown: the Usage table says nothing about these tables';
  const size = (megabytes: number): string => formatValue(megabytes * 1_048_576, 'bytes');
  const total = volume.reduce((sum, one) => sum + one.megabytes, 0);
  return volume.length === 1 ? size(total) : `${size(total)} (${volume.map((one) => `${one.table} ${size(one.megabytes)}`).join(', ')})`;
}
