import { Clock } from './clock.tsx';
import type { Demo } from './use-demo.ts';
import { timeOfDay } from './zone.ts';

/** What a real chat does not have: as whom to speak, the clock, the scenarios. */
export function DemoPanel({ demo, user, onUser }: { readonly demo: Demo; readonly user: string; readonly onUser: (name: string) => void }) {
  return (
    // Always open beside a conversation; on a narrow screen it would leave no room for one.
    <details className="demo-panel" open={window.matchMedia('(min-width: 701px)').matches}>
      <summary>Demo: people, clock, scenarios</summary>
      <div className="demo-panel-content">
        <label>
          Speak as
          <select value={user} onChange={(event) => onUser(event.target.value)}>
            {demo.state?.users.map(({ name, title, role }) => (
              <option key={name} value={name}>
                {title} ({role})
              </option>
            ))}
          </select>
        </label>
        <Clock demo={demo} />
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
      </div>
    </details>
  );
}
