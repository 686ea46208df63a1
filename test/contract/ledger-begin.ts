import { onTestFinished } from 'vitest';
import type { Ledger } from '../../src/core/ledger.ts';
import type { Clock } from '../../src/core/ports.ts';
import { createHandClock, type HandClock } from '../fakes/hand-clock.ts';
import { morning } from './ledger-samples.ts';

/** A place a ledger can be opened in again and again. */
export interface LedgerPlace {
  readonly open: (clock: Clock) => Promise<Ledger>;
}

export interface Begun {
  readonly ledger: Ledger;
  readonly clock: HandClock;
  readonly place: LedgerPlace;
}

/** An empty ledger, closed when the test is over. */
export async function beginLedger(newPlace: () => Promise<LedgerPlace>): Promise<Begun> {
  const clock = createHandClock(morning);
  const place = await newPlace();
  const ledger = await place.open(clock);
  onTestFinished(() => ledger.close());
  return { ledger, clock, place };
}
