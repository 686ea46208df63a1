import type { ActionItem } from '../src/core/actions.ts';
import { actions, type Block, code, type Document, note, sentence, text } from '../src/core/document.ts';
import type { ChartAnswer } from '../src/services/services.ts';
import { chartCsv, csvName } from './chart-csv.ts';

/** More sentences than this say no more. */
const mostFailures = 5;

interface Below {
  /** Rows of buttons. */
  readonly rows: readonly (readonly ActionItem[])[];
  /** The name that it was just saved under. */
  readonly savedAs?: string | undefined;
}

/** A chart, what could not be read, and the buttons to look elsewhere. */
export function chartMessage({ chart, alt, failures, notes }: ChartAnswer, { rows, savedAs }: Below): Document {
  const saved: readonly Block[] =
    savedAs === undefined ? [] : [note('good', `Saved as “${savedAs}”. It is drawn by `, code(`chart ${savedAs}`), '.')];
  const quiet = notes.map((one) => note('neutral', one));
  const buttons = rows.map((row) => actions(...row));
  return { summary: alt, blocks: [{ kind: 'chart', chart, alt }, ...saved, ...warnings(failures), ...quiet, ...buttons] };
}

/** For those who see the chart already. `command`: the words that draw it. */
export function chartSaved(name: string, command: string, result: 'added' | 'replaced' | undefined): Document {
  return sentence(
    result === 'replaced' ? 'Replaced: ' : 'Saved: ',
    code(`chart ${name}`),
    ' now draws ',
    code(command.replace(/^chart /u, '')),
    '.',
  );
}

/** The same as numbers, in a file that spreadsheets read; what is said of the picture alone is not repeated. */
export function chartFile({ chart, alt, failures }: ChartAnswer): Document {
  const name = csvName(chart);
  return {
    summary: `${name}: ${alt}`,
    blocks: [
      text(`${chart.title}, ${chart.subtitle}. In the file, times are in UTC.`),
      ...warnings(failures),
      { kind: 'file', name, mediaType: 'text/csv', content: chartCsv(chart) },
    ],
  };
}

function warnings(failures: readonly string[]): readonly Block[] {
  const rest = failures.length - mostFailures;
  return [
    ...failures.slice(0, mostFailures).map((failure) => note('warning', failure)),
    ...(rest > 0 ? [note('warning', `${rest} more could not be read.`)] : []),
  ];
}
