import type { DemoState } from './control-api.ts';
import { Icon } from './icons.tsx';
import type { Demo } from './use-demo.ts';
import { timeOfDay } from './zone.ts';

type Scenario = DemoState['scenarios'][number];

/** What can go wrong, each with a button that lets it; what is running says until when, and cannot be started again before. */
export function DemoScenarios({ demo }: { readonly demo: Demo }) {
  return (
    <>
      <h2 id="scenarios">Scenarios</h2>
      <ul className="scenarios" aria-labelledby="scenarios">
        {demo.state?.scenarios.map((one) => (
          <li key={one.name}>
            <ScenarioButton scenario={one} demo={demo} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ScenarioButton({ scenario, demo }: { readonly scenario: Scenario; readonly demo: Demo }) {
  const { name, runningUntil } = scenario;
  const { title, words } = parts(scenario);
  return (
    <button
      type="button"
      className={runningUntil === null ? 'scenario' : 'scenario running'}
      aria-label={runningUntil === null ? `Start ${title}` : `${title}: running until ${timeOfDay(runningUntil)}`}
      aria-description={words}
      disabled={runningUntil !== null || demo.busy === `scenarios/${name}`}
      onClick={() => void demo.order(`scenarios/${name}`)}
    >
      <span>
        <strong>{title}</strong>
        <small>{words}</small>
      </span>
      {runningUntil === null ? <Icon name="start" /> : <em>until {timeOfDay(runningUntil)}</em>}
    </button>
  );
}

/** Of "Slow database: pg-compliance slows down" what stands before the colon, and what behind it. */
function parts({ title }: Scenario): { readonly title: string; readonly words: string } {
  const [name = title, ...rest] = title.split(': ');
  return { title: name, words: rest.join(': ') };
}

/** "Slow database runs", "3 scenarios run"; undefined: none does. */
export function runningWords(scenarios: readonly Scenario[]): string | undefined {
  const [first, ...others] = scenarios.filter(({ runningUntil }) => runningUntil !== null);
  if (first === undefined) return undefined;
  return others.length === 0 ? `${parts(first).title} runs` : `${others.length + 1} scenarios run`;
}
