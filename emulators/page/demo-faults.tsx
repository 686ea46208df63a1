import { useState } from 'react';
import type { Demo } from './use-demo.ts';

const targets = ['slack', 'teams', 'azure-metrics', 'azure-arm', 'azure-login', 'sentry', 'jira'];
const kinds = [
  { name: 'errors (503)', fault: { status: 503 } },
  { name: 'rate limit (429)', fault: { status: 429, retryAfter: 2 } },
  { name: 'no answer', fault: { timeout: true } },
  { name: 'slow by 3 s', fault: { delayMs: 3_000 } },
] as const;

/** Lets one of the emulated systems fail for two minutes of the demo's clock, and ends the bot to see it come back. */
export function DemoFaults({ demo }: { readonly demo: Demo }) {
  const [target, setTarget] = useState('azure-metrics');
  const [kind, setKind] = useState<string>(kinds[0].name);
  const fault = kinds.find((one) => one.name === kind)?.fault ?? kinds[0].fault;
  const inForce = demo.state?.faults.length ?? 0;
  return (
    <>
      <h2>Faults</h2>
      <div className="steps">
        <select aria-label="Which system fails" value={target} onChange={(event) => setTarget(event.target.value)}>
          {targets.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select aria-label="How it fails" value={kind} onChange={(event) => setKind(event.target.value)}>
          {kinds.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <button type="button" onClick={() => void demo.order('faults', { target, for: '2m', ...fault })}>
          Break for 2 min
        </button>
        <button type="button" onClick={() => void demo.order('faults', { clear: true })}>
          Mend all{inForce === 0 ? '' : ` (${inForce})`}
        </button>
      </div>
      <h2>Bot</h2>
      <div className="steps">
        <button type="button" onClick={() => void demo.order('bot', { signal: 'SIGTERM' })}>
          Restart
        </button>
        <button type="button" onClick={() => void demo.order('bot', { signal: 'SIGKILL' })}>
          Kill
        </button>
      </div>
    </>
  );
}
