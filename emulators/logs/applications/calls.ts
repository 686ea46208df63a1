import { ticksPerMs } from '../../../src/kql/types.ts';
import { resources } from '../../estate/resources.ts';
import type { Summary } from '../../estate/values.ts';
import { type Dice, diceOf, longTailed, sharesOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { profiles } from '../profiles/index.ts';
import { type Call, pick } from '../profiles/profile.ts';
import type { Stretch } from '../rows.ts';
import type { RequestRow } from './requests.ts';
import { endOf, type Span, spansOf } from './spans.ts';

/** One call of a request that was sampled. */
export interface CallRow {
  readonly request: RequestRow;
  readonly key: number;
  readonly at: number;
  readonly call: Call;
  readonly count: number;
  readonly duration: number;
  readonly failed: 'yes' | 'no';
}

/** The calls of a component's requests: in every span as many as its metrics count, and together as long. */
export function callRows(needs: {
  readonly stretch: Stretch;
  readonly minutes: Minutes;
  readonly seed: string;
  readonly requests: readonly RequestRow[];
}): readonly CallRow[] {
  const { stretch, minutes, seed } = needs;
  const dice = {
    second: diceOf(seed, stretch.resource.id, 'second call'),
    call: diceOf(seed, stretch.resource.id, 'call'),
    length: diceOf(seed, stretch.resource.id, 'call length'),
  };
  const bySpan = Map.groupBy(needs.requests, ({ span }) => span.minute);
  const refusing = refusals(stretch, minutes);
  return spansOf(minutes, stretch, 'dependencies/count', 'dependencies/duration').flatMap((span) => {
    const refused = (call: Call): number => (refusing.get(call.target)?.[span.minute - stretch.first]?.average ?? 0) / 100;
    return callsOf({ requests: bySpan.get(span.minute) ?? [], span, stretch, dice, refused });
  });
}

/** How much of what they are asked the estate's own resources refuse, by the targets that name them: first word, or what follows the bar. */
function refusals(stretch: Stretch, minutes: Minutes): ReadonlyMap<string, readonly (Summary | undefined)[]> {
  const targets = new Set(profiles[stretch.resource.service].calls.map(({ target }) => target));
  return new Map(
    [...targets].flatMap((target) => {
      const names = new Set([target.split('.')[0], target.split(' | ')[1]]);
      const resource = resources.find((one) => names.has(one.name));
      return resource === undefined ? [] : [[target, minutes.of({ ...stretch, resource }, 'inner/refused')] as const];
    }),
  );
}

interface Sampling {
  readonly requests: readonly RequestRow[];
  readonly span: Span;
  readonly stretch: Stretch;
  readonly dice: { readonly second: Dice; readonly call: Dice; readonly length: Dice };
  /** Which part of such calls is refused, 0 to 1. */
  readonly refused: (call: Call) => number;
}

function callsOf({ requests, span, stretch, dice, refused }: Sampling): readonly CallRow[] {
  // A slow one has its calls whatever happens: it is they that take so long.
  const callers = requests
    .toSorted((one, other) => Number(other.kind === 'slow') - Number(one.kind === 'slow'))
    .flatMap((request) => (dice.second(request.key) < 0.25 && stretch.density === 'full' ? [request, request] : [request]))
    .slice(0, span.count);
  const slow = callers.findIndex(({ kind }) => kind === 'slow');
  const slowDuration = slow === -1 ? 0 : Math.min(0.85 * (callers[slow]?.duration ?? 0), 0.4 * span.took);
  const counts = sharesOf(slow === -1 ? span.count : span.count - 1, callers.length - (slow === -1 ? 0 : 1));
  const drafts = callers.map((request, place) => draftOf(request, place, { place: slow, counts }, { stretch, dice, refused }));
  const lengths = drafts.reduce((sum, one) => sum + (one.place === slow ? 0 : one.count * one.length), 0);
  return drafts
    .map(({ length, place, ...row }) => ({
      ...row,
      duration: place === slow ? slowDuration : ((span.took - slowDuration) * length) / lengths,
    }))
    .toSorted((one, other) => one.at - other.at);
}

function draftOf(
  request: RequestRow,
  place: number,
  slow: { readonly place: number; readonly counts: readonly number[] },
  { stretch, dice, refused }: Pick<Sampling, 'stretch' | 'dice' | 'refused'>,
) {
  const key = Math.imul(request.key, 2) + (place % 2);
  const { calls } = profiles[stretch.resource.service];
  const call = pick(place === slow.place ? calls.filter(({ type }) => type === 'SQL') : calls, dice.call(key));
  const after = slow.place !== -1 && place > slow.place ? 1 : 0;
  return {
    request,
    key,
    place,
    call,
    // It begins a little after its request, but is counted in the same span.
    at: Math.min(request.at + Math.floor((1 + 9 * dice.length(~key)) * ticksPerMs), endOf(request.span)),
    count: place === slow.place ? 1 : (slow.counts[place - after] ?? 0),
    length: request.duration * call.length * longTailed(dice.length, key),
    failed: dice.second(~key) < Math.max(refused(call), request.kind === 'failed' ? 0.5 : 0) ? ('yes' as const) : ('no' as const),
  };
}
