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
