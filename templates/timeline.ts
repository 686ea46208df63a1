import { button } from '../src/core/actions.ts';
import { actions, type Block, code, type Document, heading, moment, note, plain, plainText, text } from '../src/core/document.ts';
import type { TimelineEntry } from '../src/core/model/incident.ts';
import type { IncidentView } from '../src/services/services.ts';
import { inFile } from './in-file.ts';
import { stateWords } from './incident.ts';
import { inShort, type Line, linesOf, ofAlerts, told, toldLine, withFlaps } from './story.ts';

/** Lines of one message in a thread; in a storm more would bury the message before it. */
const mostNews = 8;

/** What is new in an incident, as told in its thread: one line as it is, several as a short list, oldest first. */
export function threadNews(entries: readonly TimelineEntry[], timeZone: string): Document {
  const all = withFlaps(entries);
  const shown = mostTelling(all);
  const left = all.length - shown.length;
  const lines = shown.map((line) => text(moment(line.at, timeZone, 'time'), plain(' '), ...toldLine(line, timeZone)));
  const rest = note('neutral', `and ${left} more: `, code(`timeline ${entries[0]?.incident ?? ''}`));
  return { summary: summaryOf(all), blocks: left === 0 ? lines : [...lines, rest] };
}

/** Decisions first, then the latest news of alerts, in the order of the story. */
function mostTelling(lines: readonly Line[]): readonly Line[] {
  const decisions = lines.filter(isDecision).slice(-mostNews);
  const room = mostNews - decisions.length;
  const news = room === 0 ? [] : lines.filter((line) => !isDecision(line)).slice(-room);
  const kept = new Set([...decisions, ...news]);
  return lines.filter((line) => kept.has(line));
}

const isDecision = (line: Line): boolean => line.kind === 'one' && ofAlerts(line.entry) === undefined;

/** What counts most in a notification is how it is now, and that there is more. That it was opened was told before. */
function summaryOf(lines: readonly Line[]): string {
  const last = lines.at(-1);
  if (last === undefined) return '';
  const words = inShort(last);
  const others = lines.filter((line) => line !== last && !(line.kind === 'one' && line.entry.kind === 'opened'));
  return others.length === 0 ? words : `${words} (and ${others.length} more)`;
}

/** Lines that are shown: how it began, and how it is now. */
const mostLines = 30;
const mostLatest = 10;

/** An incident's whole story, oldest first; where that is too long for a message, all of it in a file beside it. */
export function timeline({ incident, timeZone }: IncidentView, story: readonly TimelineEntry[]): Document {
  const all = story.length <= mostLines ? story.map((entry) => ({ kind: 'one', at: entry.at, entry }) as const) : linesOf(story);
  const first = all.length <= mostLines ? all : all.slice(0, mostLines - mostLatest);
  const latest = all.length <= mostLines ? [] : all.slice(-mostLatest);
  const shown = [...first, ...latest];
  const left = all.slice(first.length, all.length - latest.length).reduce((sum, line) => sum + entriesOf(line), 0);
  const summary = `${incident.id} · ${incident.severity} · ${stateWords[incident.state]}: ${incident.title}`;
  const lines = shown.flatMap((line, index): readonly Block[] => {
    const before = shown[index - 1];
    const drawn = text(moment(line.at, timeZone, 'time'), plain(' '), ...toldLine(line, timeZone));
    const gap =
      left > 0 && index === first.length ? [note('neutral', `${left.toLocaleString('en')} lines between these are not shown here.`)] : [];
    const sameDay = before !== undefined && dayOf(before.at, timeZone) === dayOf(line.at, timeZone);
    return sameDay ? [...gap, drawn] : [...gap, text(moment(line.at, timeZone, 'date')), drawn];
  });
  return {
    summary: `The story of ${summary}`,
    blocks: [
      heading(summary),
      ...lines,
      ...(shown.length === story.length ? [] : inFull(incident.id, story)),
      ...(incident.state === 'triggered' ? [actions(button('Acknowledge', `ack ${incident.id}`, 'primary'))] : []),
    ],
  };
}

/** How many lines of the story it stands for. */
function entriesOf(line: Line): number {
  switch (line.kind) {
    case 'one':
      return 1;
    case 'flaps':
      return line.fired + line.ended;
    case 'many':
      return line.count;
  }
}

/** A file of them is some 200 KB. */
const mostFirstInFile = 500;
const mostLatestInFile = 1_500;

/** What is told in fewer lines can be read line by line. How much of the file can be read is said where it stands: not every chat takes files. */
function inFull(id: string, story: readonly TimelineEntry[]): readonly Block[] {
  const { file, left } = inFile(story, {
    name: `timeline-${id}`,
    title: `The story of ${id}. Times in UTC.`,
    first: mostFirstInFile,
    latest: mostLatestInFile,
    write: (entry) => plainText([moment(entry.at, 'UTC'), plain(' '), ...told(entry)]),
    between: '\n',
  });
  const words = `${story.length.toLocaleString('en')} lines are told in fewer here.`;
  return [note('neutral', left === 'none' ? words : `${words} The file, too, has only the first and the latest.`), file];
}

function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' }).format(at);
}
