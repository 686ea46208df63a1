import { ticksPerMs } from '../../../src/kql/types.ts';
import { troubleOf } from '../../estate/inner.ts';
import { diceOf, sharesOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { profiles } from '../profiles/index.ts';
import { type Failure, pick } from '../profiles/profile.ts';
import type { Stretch } from '../rows.ts';
import type { RequestRow } from './requests.ts';
import { endOf, spansOf } from './spans.ts';

/** One exception that was sampled. */
export interface FaultRow {
  readonly request: RequestRow;
  readonly key: number;
  readonly at: number;
  readonly failure: Failure;
  readonly count: number;
}

const mostRows = 12;
/** While something is wrong, what exceptions are mostly about. */
const shareOfTrouble = 0.9;

/** The exceptions of a component: as many in every span as its metrics count; of requests that failed, as long as there are any. */
export function faultRows(needs: {
  readonly stretch: Stretch;
  readonly minutes: Minutes;
  readonly seed: string;
  readonly requests: readonly RequestRow[];
}): readonly FaultRow[] {
  const { stretch, minutes, seed } = needs;
  const kind = diceOf(seed, stretch.resource.id, 'failure');
  const { failures, troubles } = profiles[stretch.resource.service];
  const wrong = minutes.of(stretch, 'inner/trouble');
  const bySpan = Map.groupBy(needs.requests, ({ span }) => span.minute);
  return spansOf(minutes, stretch, 'exceptions/count').flatMap((span) => {
    const requests = bySpan.get(span.minute) ?? [];
    const failed = requests.filter((one) => one.kind === 'failed');
    const blamed = failed.length > 0 ? failed : requests;
    const trouble = troubleOf(wrong[span.minute - stretch.first]?.average ?? 0);
    const known = trouble && troubles[trouble];
    return sharesOf(span.count, mostRows)
      .flatMap((count, place) => {
        const request = blamed[place % blamed.length];
        if (request === undefined) return [];
        const key = Math.imul(request.key, 16) + place;
        const at = Math.min(request.at + Math.floor(request.duration * ticksPerMs), endOf(request.span));
        return [
          { request, key, at, count, failure: known !== undefined && kind(~key) < shareOfTrouble ? known : pick(failures, kind(key)) },
        ];
      })
      .toSorted((one, other) => one.at - other.at);
  });
}
