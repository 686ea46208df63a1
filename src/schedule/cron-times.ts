import { CronExpressionParser } from 'cron-parser';
import { UserError } from '../core/errors.ts';
import type { CronTimes } from '../core/ports.ts';

const examples = ['0 9 * * *', '30 8 * * mon-fri'] as const;
const hourMs = 3_600_000;
const mostKnown = 1_000;

/** Signs, numbers, names of three letters, L for last. The parser also knows H (a random value) and seconds: refused. */
const oneField = /^(?:[\d*?,/#-]|L|[a-z]{3})+$/iu;

/**
 * Five-field cron. Where the clocks go forward, a time that is left out fires an hour later; where they go back, a time that
 * comes twice fires the first time only, while jobs of every hour fire in each. A day of month and a day of week together
 * mean either of them, as in Unix cron.
 */
export function createCronTimes(): CronTimes {
  const known = new Map<string, { readonly after: number; readonly next: number }>();

  /** Working it out takes a millisecond, and the scheduler asks at every beat and every alert: from `after` until it comes, it is the same. */
  const nextAfter = (cron: string, timeZone: string, after: number): number => {
    const key = `${timeZone} ${cron}`;
    const before = known.get(key);
    if (before !== undefined && before.after <= after && after < before.next) return before.next;
    const next = workOut(cron, timeZone, after);
    if (known.size >= mostKnown) known.clear();
    known.set(key, { after, next });
    return next;
  };
  return { nextAfter, check: (cron, timeZone) => void workOut(cron, timeZone, Date.UTC(2026, 0, 1)) };
}

function workOut(cron: string, timeZone: string, after: number): number {
  checkFields(cron);
  checkZone(timeZone);
  const next = following(cron, timeZone, after);
  return next === undefined ? nothing(cron) : next;
}

function following(cron: string, timeZone: string, after: number): number | undefined {
  const next = iterate(cron, timeZone, after)();
  if (next === undefined) return undefined;
  // Asked from within a repeated hour, the parser would name a time that already came an hour ago. So what has a twin an
  // hour earlier is only believed when counting on from the twin arrives at it as well.
  const fromTwin = iterate(cron, timeZone, next - hourMs - 1);
  let reached = fromTwin();
  if (reached !== next - hourMs) return next;
  while (reached !== undefined && reached < next) reached = fromTwin();
  return reached;
}

function iterate(cron: string, timeZone: string, after: number): () => number | undefined {
  try {
    const times = CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after });
    return () => times.next().getTime();
  } catch {
    return nothing(cron);
  }
}

function checkFields(cron: string): void {
  const fields = cron.trim().split(/\s+/u);
  if (fields.length !== 5 || !fields.every((field) => oneField.test(field)))
    throw new UserError(`“${cron}” is not a cron expression of five fields: minute, hour, day of month, month, day of week.`, examples);
}

function checkZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new UserError(`I know no time zone called “${timeZone}”. Use a name like Europe/Berlin.`);
  }
}

function nothing(cron: string): never {
  throw new UserError(`“${cron}” is no cron expression I can follow: a number is out of its range, or no such day ever comes.`, examples);
}
