import { type Document, mention, moment, plain, sentence } from '../src/core/document.ts';
import type { TimelineEntry } from '../src/core/model/incident.ts';

/** One line of an incident's story, as told in its thread. */
export function timelineEntry(entry: TimelineEntry, timeZone: string): Document {
  const { summary } = sentence(...(entry.by === undefined ? [] : [plain(`${entry.by.name} `)]), entry.text);
  const who = entry.by === undefined ? [] : [mention(entry.by), plain(' ')];
  return { ...sentence(moment(entry.at, timeZone, 'time'), plain(' '), ...who, entry.text), summary };
}
