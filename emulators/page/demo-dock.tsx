import { useRef, useState } from 'react';
import { Clock, useNow } from './clock.tsx';
import { DemoFaults } from './demo-faults.tsx';
import { DemoScenarios, runningWords } from './demo-scenarios.tsx';
import { Icon } from './icons.tsx';
import type { Demo } from './use-demo.ts';
import { timeOfDay } from './zone.ts';

/** What a real chat does not have, out of the way until it is wanted: the clock, the scenarios, faults, the bot's process. */
export function DemoDock({ demo }: { readonly demo: Demo }) {
  const now = useNow() + demo.clockOffset;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const running = runningWords(demo.state?.scenarios ?? []);
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
            {running === undefined ? '' : ` · ${running}`}
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
      <DemoScenarios demo={demo} />
      <DemoFaults demo={demo} />
    </section>
  );
}
