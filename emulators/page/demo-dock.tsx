import { useRef, useState } from 'react';
import { Clock, useNow } from './clock.tsx';
import { DemoFaults } from './demo-faults.tsx';
import { Icon } from './icons.tsx';
import type { Demo } from './use-demo.ts';
import { timeOfDay } from './zone.ts';

/** What a real chat does not have, out of the way until it is wanted: the clock, the scenarios, faults, the bot's process. */
export function DemoDock({ demo }: { readonly demo: Demo }) {
  const now = useNow() + demo.clockOffset;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const running = demo.state?.scenarios.find((one) => one.runningUntil !== null);
  return (
    <div
      className="dock"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        // It closes these alone, not the drawer they are in.
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
      }}
    >
      {open ? <DemoControls demo={demo} now={now} /> : undefined}
      <button
        ref={button}
        type="button"
        className="dock-button"
        aria-expanded={open}
        aria-label="Demo controls"
        onClick={() => setOpen(!open)}
      >
        <Icon name="controls" />
        <span>
          <strong>Demo controls</strong>
          <small>
            {timeOfDay(new Date(now).toISOString())}
            {running === undefined ? '' : ' · a scenario runs'}
          </small>
        </span>
      </button>
    </div>
  );
}

function DemoControls({ demo, now }: { readonly demo: Demo; readonly now: number }) {
  return (
    <section className="dock-panel" aria-label="Demo controls">
      <Clock demo={demo} now={now} />
      <h2>Scenarios</h2>
      {demo.state?.scenarios.map(({ name, title, runningUntil }) => (
        <button
          key={name}
          type="button"
          className="scenario"
          disabled={runningUntil !== null || demo.busy === `scenarios/${name}`}
          onClick={() => void demo.order(`scenarios/${name}`)}
        >
          <strong>{runningUntil === null ? 'Start the scenario' : `Running until ${timeOfDay(runningUntil)}`}</strong> {title}
        </button>
      ))}
      <DemoFaults demo={demo} />
    </section>
  );
}
