/**
 * The wiring of the outside systems but the chats: what is asked of them, what they post to us, and how each did when it was last needed.
 */
import { createTokenVerifier } from './auth/entra-tokens.ts';
import type { Config } from './config/load.ts';
import { noLogs, noMetrics, noResources } from './core/absent.ts';
import type { AlertPoll, AlertSource } from './core/alert-ports.ts';
import type { CheckResult, Clock, Log, RawRequest, Signatures } from './core/ports.ts';
import { createAlertmanager } from './providers/alertmanager/index.ts';
import { createAzure } from './providers/azure/index.ts';
import { createJira } from './providers/jira/index.ts';
import { createSentry } from './providers/sentry/index.ts';
import { createSonarcloud } from './providers/sonarcloud/index.ts';
import { createLastUse, type LastUse, type UseState } from './telemetry/last-use.ts';
import type { Metrics } from './telemetry/metrics.ts';

export interface SystemParts {
  readonly config: () => Config;
  readonly signatures: Signatures;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly observe: Metrics['azure'];
}

const publicLogin = 'https://login.microsoftonline.com';

export function assembleSystems(parts: SystemParts) {
  const { config, signatures, clock, log, random } = parts;
  const configured = config();
  const uses = new Map<string, LastUse>();
  const use = (system: string): LastUse => {
    const known = uses.get(system) ?? createLastUse();
    uses.set(system, known);
    return known;
  };

  const azure =
    configured.azure &&
    createAzure({
      ...configured.azure,
      webhook: configured.azure.webhook ?? {},
      tokens: createTokenVerifier({ login: configured.azure.endpoints.login ?? publicLogin }),
      signatures,
      clock,
      log,
      random,
      credential: configured.azure.credential,
      observe: parts.observe,
    });
  const sentry =
    configured.sentry &&
    createSentry({
      ...configured.sentry,
      url: configured.sentry.url ?? 'https://sentry.io',
      spikes: configured.sentry.spikes && {
        ...configured.sentry.spikes,
        projects: () => config().services.flatMap((service) => service.sentry ?? []),
      },
      signatures,
      clock,
      log,
    });
  const jira = configured.jira && createJira({ ...configured.jira, clock, log });
  const alertmanager = configured.alertmanager && createAlertmanager({ ...configured.alertmanager, signatures });
  const sonarcloud = configured.sonarcloud && createSonarcloud({ ...configured.sonarcloud, signatures });

  const wantsAlerts = configured.azure?.webhook !== undefined;
  return {
    metrics: azure === undefined ? noMetrics : { ...azure.metrics, read: use('azure').watch(azure.metrics.read) },
    logs: azure === undefined ? noLogs : { ...azure.logs, query: use('azure').watch(azure.logs.query) },
    resources: azure === undefined ? noResources : { ...azure.resources, list: use('azure').watch(azure.resources.list) },
    issues: jira && { ...jira, create: use('jira').watch(jira.create) },
    errors: sentry?.errors,
    sources: [
      ...(azure === undefined ? [] : [azure.alerts]),
      ...(sentry === undefined ? [] : [heard(sentry.alerts, use('sentry'))]),
      ...(alertmanager === undefined ? [] : [heard(alertmanager, use('alertmanager'))]),
      ...(sonarcloud === undefined ? [] : [heard(sonarcloud, use('sonarcloud'))]),
    ] satisfies readonly AlertSource[],
    polls: [
      ...(azure === undefined || !wantsAlerts ? [] : [polled(azure.missed, use(azure.missed.name))]),
      ...(sentry?.spikes === undefined ? [] : [polled(sentry.spikes, use(sentry.spikes.name))]),
    ] satisfies readonly AlertPoll[],
    /** How each system did when it was last needed. */
    lastUses: (): Readonly<Record<string, UseState>> => Object.fromEntries([...uses].map(([system, one]) => [system, one.state()])),
    /** One line for each connection and granted scope; `azureLogs`: what is asked of its workspaces. */
    checks: (azureLogs: Parameters<NonNullable<typeof azure>['logs']['check']>[0], signal: AbortSignal): readonly Check[] => [
      ...(azure === undefined
        ? []
        : [
            {
              of: 'azure',
              run: async () => [
                ...(await azure.resources.check({ signal })),
                ...(await azure.metrics.check({ signal })),
                ...(await azure.logs.check(azureLogs, { signal })),
              ],
            },
          ]),
      ...(sentry === undefined ? [] : [{ of: 'sentry', run: () => sentry.errors.check({ signal }) }]),
      ...(jira === undefined ? [] : [{ of: 'jira', run: () => jira.check({ signal }) }]),
    ],
  };
}

export interface Check {
  readonly of: string;
  readonly run: () => Promise<readonly CheckResult[]>;
}

/** Who calls us is well when it last proved who it is; what is not genuine says nothing about it. */
function heard(source: AlertSource, use: LastUse): AlertSource {
  const doors = source.doors.map((door) => ({
    ...door,
    verify: use.watch(
      (request: RawRequest) => door.verify(request),
      ({ genuine }) => (genuine ? { state: 'ok' } : undefined),
    ),
  }));
  return { ...source, doors };
}

/** A part that could not be asked is unknown, and said to be. */
function polled(poll: AlertPoll, use: LastUse): AlertPoll {
  const judge = ({ failure }: Awaited<ReturnType<AlertPoll['poll']>>): UseState =>
    failure === undefined ? { state: 'ok' } : { state: 'failed', reason: failure.message };
  return { ...poll, poll: use.watch(poll.poll, judge) };
}
