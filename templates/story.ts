import { bold, mention, plain, plainText, type Run } from '../src/core/document.ts';
import type { TimelineEntry } from '../src/core/model/incident.ts';
import { between, until } from './when.ts';

/** What alerts do comes by the hundred; what people or Tocsin decided is never left out for it. */
export type OfAlerts = Extract<TimelineEntry['kind'], 'joined' | 'refired' | 'alert-resolved' | 'reminder'>;

/** One line of a story that is shown: an entry as it is, or several of a kind that stand together. */
export type Line =
  | { readonly kind: 'one'; readonly at: number; readonly entry: TimelineEntry }
  | Flaps
  | { readonly kind: 'many'; readonly at: number; readonly to: number; readonly count: number; readonly of: OfAlerts };

/** An alert that fired again and ended, again and again. */
interface Flaps {
  readonly kind: 'flaps';
  readonly from: number;
  /** When it did so last. */
  readonly at: number;
  readonly name: string;
  readonly fired: number;
  readonly ended: number;
  readonly now: 'fires' | 'is resolved';
}

/** More of a kind than these in a row are one line. */
const mostAlike = 3;

/** The story with what repeats told in one line: between two decisions, all that alerts did of a kind; oldest first. */
export function linesOf(story: readonly TimelineEntry[]): readonly Line[] {
  return chapters(story)
    .flatMap(linesOfChapter)
    .toSorted((one, other) => one.at - other.at);
}

export function ofAlerts({ kind }: TimelineEntry): OfAlerts | undefined {
  switch (kind) {
    case 'joined':
    case 'refired':
    case 'alert-resolved':
    case 'reminder':
      return kind;
    case 'opened':
    case 'severity':
    case 'acknowledged':
    case 'resolved':
    case 'reopened':
    case 'jira':
    case 'note':
      return undefined;
  }
}

/** A decision of its own each, and what lies between two of them together. */
function chapters(story: readonly TimelineEntry[]): readonly (readonly TimelineEntry[])[] {
  const found: TimelineEntry[][] = [];
  let open: TimelineEntry[] | undefined;
  for (const entry of story) {
    if (ofAlerts(entry) === undefined) {
      found.push([entry]);
      open = undefined;
      continue;
    }
    if (open === undefined) found.push((open = []));
    open.push(entry);
  }
  return found;
}

/** Lines of what is new, with all that an alert did that flaps in one of them; oldest first. */
export function withFlaps(entries: readonly TimelineEntry[]): readonly Line[] {
  const ofAlert = Map.groupBy(
    entries.filter(({ alert }) => alert !== undefined),
    ({ alert }) => alert?.key,
  );
  return entries.flatMap((entry): readonly Line[] => {
    const about = entry.alert === undefined ? [] : (ofAlert.get(entry.alert.key) ?? []);
    // By which the incident was opened again is a decision: it stands alone.
    const same = about.filter((one) => ofAlerts(one) !== undefined);
    const isFlapping = same.length >= mostAlike && same.some(({ alert }) => alert?.flaps === true);
    if (!isFlapping || !same.includes(entry)) return [{ kind: 'one', at: entry.at, entry }];
    return entry === same.at(-1) ? [flapsOf(same, { last: entry, now: about.at(-1) ?? entry })] : [];
  });
}

function flapsOf(entries: readonly TimelineEntry[], { last, now }: { readonly last: TimelineEntry; readonly now: TimelineEntry }): Flaps {
  const ended = entries.filter(({ kind }) => kind === 'alert-resolved').length;
  return {
    kind: 'flaps',
    from: entries[0]?.at ?? last.at,
    at: last.at,
    name: last.alert?.name ?? '',
    fired: entries.length - ended,
    ended,
    now: now.kind === 'alert-resolved' ? 'is resolved' : 'fires',
  };
}

function linesOfChapter(entries: readonly TimelineEntry[]): readonly Line[] {
  return [...Map.groupBy(entries, ofAlerts)].flatMap(([of, alike]): readonly Line[] => {
    const [first] = alike;
    const last = alike.at(-1);
    if (of === undefined || first === undefined || last === undefined || alike.length <= mostAlike)
      return alike.map((entry) => ({ kind: 'one', at: entry.at, entry }));
    return [{ kind: 'many', at: first.at, to: last.at, count: alike.length, of }];
  });
}

/** What a line says behind its moment. */
export function toldLine(line: Line, timeZone: string): readonly Run[] {
  switch (line.kind) {
    case 'one':
      return told(line.entry);
    case 'flaps':
      return [plain(`${flapsText(line)}, `), ...between(line.from, line.at, timeZone), plain(`; it ${line.now} now`)];
    case 'many':
      return [bold(countOf(line)), ...until(line.at, line.to, timeZone)];
  }
}

/** A line without moments. */
export function inShort(line: Line): string {
  switch (line.kind) {
    case 'one':
      return plainText(told(line.entry));
    case 'flaps':
      return `${flapsText(line)}; it ${line.now} now`;
    case 'many':
      return countOf(line);
  }
}

const flapsText = ({ name, fired, ended }: Flaps): string => `Alert flaps: ${name}; fired ${times(fired)} and resolved ${times(ended)}`;

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

function countOf({ of, count }: Extract<Line, { kind: 'many' }>): string {
  switch (of) {
    case 'joined':
      return `${count} alerts joined`;
    case 'refired':
      return `Alerts fired again ${count} times`;
    case 'alert-resolved':
      return `Alerts resolved ${count} times`;
    case 'reminder':
      return `${count} reminders`;
  }
}

/** What a person did continues their name; what they said stands behind it. */
export function told(entry: TimelineEntry): readonly Run[] {
  if (entry.saidBy !== undefined && entry.by !== undefined)
    return [bold(entry.saidBy), plain(`: ${entry.text} (added by `), mention(entry.by), plain(')')];
  return [...(entry.by === undefined ? [] : [mention(entry.by), plain(betweenOf(entry))]), plain(entry.text)];
}

const betweenOf = ({ kind }: TimelineEntry): string => (kind === 'note' ? ': ' : ' ');
