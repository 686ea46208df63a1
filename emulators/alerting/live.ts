import type { EmulatorClock } from '../clock.ts';
import type { Alerting, AlertMessage } from './index.ts';

/** Has the estate watched while the clock runs, and posts what comes of it. Nothing is on the clock while all is quiet. */
export function startAlerting(needs: {
  readonly alerting: Alerting;
  readonly clock: Pick<EmulatorClock, 'now' | 'at'>;
  readonly post: (message: AlertMessage) => Promise<void>;
}): {
  /** To be called whenever the estate was changed. */
  readonly changed: () => void;
} {
  const { alerting, clock, post } = needs;
  let waitingFor: number | undefined;
  const plan = (): void => {
    const due = alerting.nextDue(clock.now());
    if (due === undefined || (waitingFor !== undefined && waitingFor <= due)) return;
    waitingFor = due;
    clock.at(due, async () => {
      // A timer that an earlier one has come before.
      if (waitingFor !== due) return;
      waitingFor = undefined;
      const messages = alerting.evaluateAll(clock.now());
      plan();
      await Promise.all(messages.map((message) => post(message)));
    });
  };
  return { changed: plan };
}
