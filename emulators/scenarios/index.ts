import type { Alerting, AlertMessage } from '../alerting/index.ts';
import { startAlerting } from '../alerting/live.ts';
import type { EmulatorClock } from '../clock.ts';
import { EmulatorFault } from '../emulator.ts';
import type { Estate } from '../estate/estate.ts';
import type { Attempt } from '../webhook.ts';
import { inTurn } from './in-turn.ts';
import { scenarios } from './list.ts';
import type { Release } from './scenario.ts';
import { createTally, type IncidentTally, type Tally } from './tally.ts';
import { createTruth } from './truth.ts';

export interface Scenarios {
  /** `runningUntil`: when the last of it is over, milliseconds since 1970; undefined: it does not run. */
  readonly list: () => readonly { readonly name: string; readonly title: string; readonly runningUntil: number | undefined }[];
  /** Changes the estate at once; the rules that watch it do the rest. Throws EmulatorFault for an unknown name, and for one that is running. */
  readonly start: (name: string) => Promise<void>;
  /** What was sent because of it since it was last started, and what really belongs together. Throws EmulatorFault for an unknown name. */
  readonly truth: (name: string) => ScenarioTruth;
}

export interface ScenarioTruth {
  readonly name: string;
  readonly title: string;
  readonly runningUntil: number | undefined;
  /** Messages that were posted, and how many of them were not taken at first: some sources try again. */
  readonly sent: number;
  readonly refused: number;
  readonly incidents: readonly IncidentTally[];
}

interface Run {
  readonly until: number;
  readonly tally: Tally;
}

const batchMs = 1_000;

export function createScenarios(options: {
  readonly clock: EmulatorClock;
  readonly estate: Estate;
  /** The estate's. */
  readonly seed: string;
  /** Where the emulators are: links lead there. */
  readonly baseUrl: string;
  readonly alerting: Alerting;
  /** Posts it as its source does. */
  readonly post: (message: AlertMessage) => Promise<Attempt>;
  readonly releaseInSentry: (release: Release) => void;
}): Scenarios {
  const { clock, estate, post } = options;
  const runs = new Map<string, Run>();
  /** Which scenario a cause is of. */
  const byCause = new Map<string, string>();
  const truth = createTruth(options);

  const postCounted = async (message: AlertMessage, incident: string): Promise<void> => {
    const tally = runs.get(byCause.get(incident) ?? '')?.tally;
    tally?.sent(message, incident);
    const { status = 0 } = await post(message);
    if (status < 200 || status > 299) tally?.refused();
  };
  const live = startAlerting({
    alerting: options.alerting,
    clock,
    post: (message) => {
      const [first] = message.alerts;
      return postCounted(message, first === undefined ? '' : truth.causeOf(first, message.at));
    },
  });

  const scenarioCalled = (name: string) => {
    const scenario = scenarios.find((one) => one.name === name);
    if (scenario === undefined) throw new EmulatorFault(404, `No scenario is called ${name}.`);
    return scenario;
  };
  const runningUntil = (name: string): number | undefined => {
    const until = runs.get(name)?.until;
    return until !== undefined && until > clock.now() ? until : undefined;
  };

  return {
    list: () => scenarios.map(({ name, title }) => ({ name, title, runningUntil: runningUntil(name) })),
    start: async (name) => {
      const scenario = scenarioCalled(name);
      const end = runningUntil(name);
      if (end !== undefined) throw new EmulatorFault(409, `${name} is running until ${utcTime(end)}; wait for that, or move the clock.`);
      const { causes, until } = scenario.start(clock.now(), { baseUrl: options.baseUrl });
      runs.set(name, { until, tally: createTally() });
      for (const cause of causes) {
        byCause.set(cause.name, name);
        truth.add(cause);
        for (const effect of cause.effects) estate.apply(effect);
        for (const release of cause.releases) options.releaseInSentry(release);
      }
      live.changed();
      const messages = causes.flatMap((cause) => (cause.messages ?? []).map((message) => ({ message, incident: cause.name })));
      for (const [at, batch] of Map.groupBy(messages, ({ message }) => Math.ceil(message.at / batchMs) * batchMs))
        clock.at(at, () => inTurn(batch, ({ message, incident }) => postCounted(message, incident)));
    },
    truth: (name) => {
      const { title } = scenarioCalled(name);
      const tally = runs.get(name)?.tally.told() ?? { sent: 0, refused: 0, incidents: [] };
      return { name, title, runningUntil: runningUntil(name), ...tally };
    },
  };
}

/** "12:26 UTC" */
const utcTime = (ms: number): string => `${new Date(ms).toISOString().slice(11, 16)} UTC`;
