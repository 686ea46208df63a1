import type { MetricAlert } from '../azure/alert-payload.ts';
import type { EmulatorClock } from '../clock.ts';
import { EmulatorFault } from '../emulator.ts';
import type { Estate } from '../estate/estate.ts';
import type { Release, Scenario, SentryAlert } from './scenario.ts';
import { slowDatabase } from './slow-database.ts';

export interface Scenarios {
  /** `runningUntil`: when its last alert is sent, milliseconds since 1970; undefined: it does not run. */
  readonly list: () => readonly { readonly name: string; readonly title: string; readonly runningUntil: number | undefined }[];
  /** Changes the estate at once and puts the alerts on the clock. Throws EmulatorFault for an unknown name, and for one that is running. */
  readonly start: (name: string) => Promise<void>;
}

const scenarios: readonly Scenario[] = [slowDatabase];

export function createScenarios(options: {
  readonly clock: EmulatorClock;
  readonly estate: Estate;
  readonly fireAzureAlert: (alert: MetricAlert) => Promise<unknown>;
  readonly fireSentryAlert: (alert: SentryAlert) => Promise<void>;
  readonly releaseInSentry: (release: Release) => void;
}): Scenarios {
  const { clock, estate } = options;
  const ends = new Map<string, number>();
  const runningUntil = (name: string): number | undefined => {
    const end = ends.get(name);
    return end !== undefined && end > clock.now() ? end : undefined;
  };
  return {
    list: () => scenarios.map(({ name, title }) => ({ name, title, runningUntil: runningUntil(name) })),
    start: async (name) => {
      const scenario = scenarios.find((one) => one.name === name);
      if (scenario === undefined) throw new EmulatorFault(404, `No scenario is called ${name}.`);
      const end = runningUntil(name);
      if (end !== undefined) throw new EmulatorFault(409, `${name} is running until ${utcTime(end)}; wait for that, or move the clock.`);
      const script = scenario.start(clock.now());
      ends.set(name, Math.max(...script.events.map((event) => event.at)));
      for (const effect of script.effects) estate.apply(effect);
      for (const release of script.releases) options.releaseInSentry(release);
      for (const event of script.events)
        clock.at(event.at, async () => {
          if (event.source === 'azure') await options.fireAzureAlert(event.alert);
          else await options.fireSentryAlert(event.alert);
        });
    },
  };
}

/** "12:26 UTC" */
const utcTime = (ms: number): string => `${new Date(ms).toISOString().slice(11, 16)} UTC`;
