import { schedule } from 'node-cron';

/** Calls `beat` over and over until the returned function is called. */
export type Heartbeat = (beat: () => void) => () => Promise<void>;

/** Once a second, by node-cron. It decides nothing: what is due is computed from the clock. */
export function everySecond(): Heartbeat {
  return (beat) => {
    const task = schedule('* * * * * *', beat, { timezone: 'UTC', suppressMissedWarning: true });
    return async () => {
      await task.destroy();
    };
  };
}

/** Calls `ring` once, after so many milliseconds, unless the returned function is called before. */
export type Alarm = (ms: number, ring: () => void) => () => void;

/** Of real time. */
export const ringAfter: Alarm = (ms, ring) => {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
};
