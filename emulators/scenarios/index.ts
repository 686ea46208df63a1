import type { MetricAlert } from '../azure/alert-payload.ts';
import type { EmulatorClock } from '../clock.ts';
import { EmulatorFault } from '../emulator.ts';
import type { Estate } from '../estate/estate.ts';
import type { Scenario, SentryAlert } from './scenario.ts';
import { slowDatabase } from './slow-database.ts';

export interface Scenarios {
  readonly list: readonly { readonly name: string; readonly title: string }[];
  /** Changes the estate at once and puts the alerts on the clock. An unknown name throws EmulatorFault. */
  readonly start: (name: string) => Promise<void>;
}

const scenarios: readonly Scenario[] = [slowDatabase];

export function createScenarios(options: {
  readonly clock: EmulatorClock;
  readonly estate: Estate;
  readonly fireAzureAlert: (alert: MetricAlert) => Promise<unknown>;
  readonly fireSentryAlert: (alert: SentryAlert) => Promise<void>;
}): Scenarios {
  const { clock, estate } = options;
  return {
    list: scenarios.map(({ name, title }) => ({ name, title })),
    start: async (name) => {
      const scenario = scenarios.find((one) => one.name === name);
      if (scenario === undefined) throw new EmulatorFault(404, `No scenario is called ${name}.`);
      const script = scenario.start(clock.now());
      for (const effect of script.effects) estate.apply(effect);
      for (const event of script.events)
        clock.at(event.at, async () => {
          if (event.source === 'azure') await options.fireAzureAlert(event.alert);
          else await options.fireSentryAlert(event.alert);
        });
    },
  };
}
