import { button } from '../src/core/actions.ts';
import {
  actions,
  type Block,
  bold,
  code,
  type Document,
  heading,
  mention,
  moment,
  note,
  plain,
  plainText,
  type Run,
  text,
} from '../src/core/document.ts';
import type { TimelineEntry } from '../src/core/model/incident.ts';
import type { IncidentView } from '../src/services/services.ts';
import { stateWords } from './incident.ts';

/** Lines of one message in a thread; in a storm more would bury the message before it. */
const mostNews = 8;

/** What alerts do comes by the hundred; what people or Tocsin decided is never left out for it. */
const ofAlerts: ReadonlySet<TimelineEntry['kind']> = new Set(['joined', 'refired', 'alert-resolved', 'reminder']);

/** What is new in an incident, as told in its thread: one line as it is, several as a short list, oldest first. */
export function threadNews(entries: readonly TimelineEntry[], timeZone: string): Document {
  const shown = mostTelling(entries);
  const left = entries.length - shown.length;
  const lines = shown.map((entry) => text(moment(entry.at, timeZone, 'time'), plain(' '), ...told(entry)));
  const rest = note('neutral', `and ${left} more: `, code(`timeline ${entries[0]?.incident ?? ''}`));
  return { summary: summaryOf(entries), blocks: left === 0 ? lines : [...lines, rest] };
}

/** Decisions first, then the latest news of alerts, in the order of the story. */
function mostTelling(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const decisions = entries.filter((entry) => !ofAlerts.has(entry.kind)).slice(-mostNews);
  const room = mostNews - decisions.length;
  const news = room === 0 ? [] : entries.filter((entry) => ofAlerts.has(entry.kind)).slice(-room);
  const kept = new Set([...decisions, ...news]);
  return entries.filter((entry) => kept.has(entry));
}

/** What counts most in a notification is how it is now, and that there is more. */
function summaryOf(entries: readonly TimelineEntry[]): string {
  const last = entries.at(-1);
  if (last === undefined) return '';
  const words = plainText(told(last));
  return entries.length === 1 ? words : `${words} (and ${entries.length - 1} more)`;
}

/** Lines that are shown; the story's end is what people ask for. */
const mostLines = 30;

/** An incident's whole story, oldest first. */
export function timeline({ incident, timeZone }: IncidentView, story: readonly TimelineEntry[]): Document {
  const shown = story.slice(-mostLines);
  const left = story.length - shown.length;
  const summary = `${incident.id} · ${incident.severity} · ${stateWords[incident.state]}: ${incident.title}`;
  const lines = shown.flatMap((entry, index): readonly Block[] => {
    const before = shown[index - 1];
    const line = text(moment(entry.at, timeZone, 'time'), plain(' '), ...told(entry));
    const sameDay = before !== undefined && dayOf(before.at, timeZone) === dayOf(entry.at, timeZone);
    return sameDay ? [line] : [text(moment(entry.at, timeZone, 'date')), line];
  });
  return {
    summary: `The story of ${summary}`,
    blocks: [
      heading(summary),
      ...(left === 0 ? [] : [note('neutral', `The first ${left} of ${story.length} lines are not shown.`)]),
      ...lines,
      ...(incident.state === 'triggered' ? [actions(button('Acknowledge', `ack ${incident.id}`, 'primary'))] : []),
    ],
  };
}

function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short' }).format(at);
}

/** What a person did continues their name; what they said stands behind it. */
function told(entry: TimelineEntry): readonly Run[] {
  if (entry.saidBy !== undefined && entry.by !== undefined)
    return [bold(entry.saidBy), plain(`: ${entry.text} (added by `), mention(entry.by), plain(')')];
  return [...(entry.by === undefined ? [] : [mention(entry.by), plain(betweenOf(entry))]), plain(entry.text)];
}

const betweenOf = ({ kind }: TimelineEntry): string => (kind === 'note' ? ': ' : ' ');
