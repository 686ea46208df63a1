import type { Finding } from './evaluate.ts';
import type { Rule } from './rule.ts';

/** What a rule makes of one value of its dimension. */
export type Life =
  /** `wrong`: evaluations in a row that found it wrong. */
  | { readonly state: 'quiet'; readonly wrong: number }
  /** `since`: when it fired; `right`: evaluations in a row that found it right. */
  | { readonly state: 'firing'; readonly since: number; readonly right: number };

export const quiet: Life = { state: 'quiet', wrong: 0 };

/** The life after one evaluation, and whether that is something to tell. */
export function step(
  life: Life,
  finding: Finding['state'],
  rule: Pick<Rule, 'firesAfter' | 'resolvesAfter'>,
  at: number,
): { readonly life: Life; readonly told: 'fired' | 'resolved' | undefined } {
  switch (life.state) {
    case 'quiet': {
      if (finding === 'right') return { life: quiet, told: undefined };
      const wrong = life.wrong + 1;
      return wrong < rule.firesAfter
        ? { life: { state: 'quiet', wrong }, told: undefined }
        : { life: { state: 'firing', since: at, right: 0 }, told: 'fired' };
    }
    case 'firing': {
      if (finding === 'wrong') return { life: { ...life, right: 0 }, told: undefined };
      const right = life.right + 1;
      return right < rule.resolvesAfter ? { life: { ...life, right }, told: undefined } : { life: quiet, told: 'resolved' };
    }
  }
}
