import type { DecisionRecord } from '../src/core/model/decision.ts';
import type { Explanation } from '../src/services/alert-services.ts';

/** So many are shown with each station; fewer, where more follow in a line each. */
const mostFull = 8;
const mostFullOfMany = 6;
const mostBrief = 10;
/** Of what one alert went through, the beginning says where it belongs and the end why it is as it is. */
const mostFirst = 2;

/** Which decisions are shown how; oldest first each. */
export interface Chosen {
  readonly full: readonly DecisionRecord[];
  readonly brief: readonly DecisionRecord[];
  readonly rest: readonly DecisionRecord[];
}

export function chosenOf({ about, decisions }: Pick<Explanation, 'about' | 'decisions'>): Chosen {
  const changing = decisions.filter((one) => one.name !== 'duplicate' || isChange(one));
  if (changing.length === 0) return shown(decisions, decisions.slice(-1), []);
  if (changing.length <= mostFull) return shown(decisions, changing, []);
  switch (about.kind) {
    case 'incident': {
      const made = makers(decisions);
      return shown(decisions, made.slice(0, mostFullOfMany), made.slice(mostFullOfMany, mostFullOfMany + mostBrief));
    }
    case 'alert':
      return shown(decisions, [...changing.slice(0, mostFirst), ...changing.slice(mostFirst - mostFull)], []);
  }
}

function shown(all: readonly DecisionRecord[], full: readonly DecisionRecord[], brief: readonly DecisionRecord[]): Chosen {
  const known = new Set([...full, ...brief]);
  return { full, brief, rest: all.filter((one) => !known.has(one)) };
}

/** What made an incident what it is: its opening, the first time each alert joined it, each raise, each change of what fires in it. */
function makers(decisions: readonly DecisionRecord[]): readonly DecisionRecord[] {
  const seen = new Set<string | undefined>();
  return decisions.filter((one) => {
    const isFirst = (one.name === 'opened' || one.name === 'joined') && !seen.has(one.alert);
    if (isFirst) seen.add(one.alert);
    return isFirst || isRaise(one) || isChange(one);
  });
}

/** The decisions by which an alert came into an incident for the first time. */
export function firstTimes(decisions: readonly DecisionRecord[]): ReadonlySet<DecisionRecord> {
  const came = decisions.filter(({ name }) => name === 'opened' || name === 'joined');
  return new Set([...Map.groupBy(came, ({ alert, incident }) => `${incident} ${alert}`).values()].flatMap(([first]) => first ?? []));
}

/** What fires already was told as something else (more severe, of another service), so that its incident was looked at again. */
export function isChange({ name, steps }: DecisionRecord): boolean {
  return name === 'duplicate' && steps.some(({ station }) => station === 'severity');
}

function isRaise({ steps }: DecisionRecord): boolean {
  return steps.some(({ station, reason }) => station === 'severity' && reason.startsWith('raised'));
}
