import { useEffect, useState } from 'react';
import type { Demo } from './use-demo.ts';
import { zone, zoneName } from './zone.ts';

const steps = [
  { label: '+5 min', advance: '5m' },
  { label: '+30 min', advance: '30m' },
  { label: '+1 h', advance: '1h' },
];
const time = { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
const shown = new Intl.DateTimeFormat('en-GB', { ...time, weekday: 'short', day: 'numeric', month: 'short' });
const wallClock = new Intl.DateTimeFormat('en-GB', time);

/** The demo's clock, and the buttons that move it. `now`: its time, milliseconds since 1970. */
export function Clock({ demo, now }: { readonly demo: Demo; readonly now: number }) {
  const moving = demo.busy === 'clock';
  const advance = (duration: string): void => void demo.order('clock', { advance: duration });
  return (
    <>
      <h2>Clock ({zoneName})</h2>
      <time aria-label="The demo’s clock" dateTime={new Date(now).toISOString()}>
        {shown.format(now)}
      </time>
      <div className="steps">
        {steps.map((step) => (
          <button key={step.label} type="button" disabled={moving} onClick={() => advance(step.advance)}>
            {step.label}
          </button>
        ))}
        <button type="button" disabled={moving} onClick={() => advance(`${secondsToNine(now)}s`)}>
          To 09:00
        </button>
      </div>
      <p className="quiet" role="status">
        {moving ? 'The clock is moving…' : ''}
      </p>
    </>
  );
}

/** The real time, once a second; milliseconds since 1970. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const second = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(second);
  }, []);
  return now;
}

/** Seconds from `now` to the next 09:00 on the zone's wall clock. On the two days a year the clocks change it misses by an hour. */
function secondsToNine(now: number): number {
  const [hours = 0, minutes = 0, seconds = 0] = wallClock.format(now).split(':').map(Number);
  const left = 9 * 3_600 - (hours * 3_600 + minutes * 60 + seconds);
  return left > 0 ? left : left + 86_400;
}
