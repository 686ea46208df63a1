import { button } from '../src/core/actions.ts';
import {
  actions,
  type Block,
  bold,
  type Document,
  heading,
  mention,
  moment,
  note,
  plain,
  plainText,
  type Run,
  sentence,
  text,
} from '../src/core/document.ts';
import type { TimelineEntry } from '../src/core/model/incident.ts';
import type { IncidentView } from '../src/services/services.ts';
import { stateWords } from './incident.ts';

/** One line of an incident's story, as told in its thread. */
export function timelineEntry(entry: TimelineEntry, timeZone: string): Document {
  const summary = plainText(told(entry));
  return { ...sentence(moment(entry.at, timeZone, 'time'), plain(' '), ...told(entry)), summary };
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
