import { UserError } from '../core/errors.ts';
import type { Target } from '../core/model/person.ts';
import type { KpiLimits } from '../core/model/service.ts';
import type { CronTimes, Suggest, TextPatterns, TimeText } from '../core/ports.ts';
import type { Fault, Path } from './faults.ts';
import { isLoopback, readUrl } from './loopback.ts';
import { checkMatchers } from './matcher-checks.ts';
import { isWorkspaceId } from './schema/common.ts';
import type { FileContent } from './schema/index.ts';

/** What the loader cannot know by itself. */
export interface ConfigNeeds {
  readonly suggest: Suggest;
  readonly cron: Pick<CronTimes, 'check'>;
  readonly times: Pick<TimeText, 'isZone'>;
  readonly patterns: Pick<TextPatterns, 'faultOf'>;
  /** The KPIs whose limits a service may set. */
  readonly kpis: readonly KnownKpi[];
}

/** A built-in KPI, and the limits it has where a service gives none. */
export interface KnownKpi {
  readonly name: string;
  readonly better: 'lower' | 'higher';
  readonly target: number;
  readonly critical: number;
}

/** What could be read: a section with a fault of its own is missing, and what refers to it is not checked. */
export interface CrossCheck {
  readonly content: Partial<FileContent>;
  /** Names of services, of the chats as they stand in the file, whether or not the rest of them could be read. */
  readonly services: readonly string[];
  readonly platforms: readonly string[];
  /** Names of Log Analytics workspaces, likewise. */
  readonly workspaces: readonly string[];
  readonly needs: ConfigNeeds;
}

/** Everything that only shows when two parts of the file are held against each other. */
export function crossCheck(check: CrossCheck): readonly Fault[] {
  return [
    ...checkServices(check),
    ...checkWorkspaces(check),
    ...checkQueries(check),
    ...checkPatterns(check),
    ...checkSentryProjects(check.content),
    ...checkIncidents(check),
    ...checkDigests(check),
    ...checkTeams(check.content),
    ...checkServer(check.content),
  ];
}

function checkServices({ content, services, needs }: CrossCheck): readonly Fault[] {
  return (content.services ?? []).flatMap((service) => [
    ...service.dependsOn.flatMap((name, index) => known('service', name, services, ['services', service.name, 'dependsOn', index], needs)),
    ...Object.entries(service.kpis).flatMap(([name, limits]) => checkKpi(name, limits, ['services', service.name, 'kpis', name], needs)),
  ]);
}

function checkWorkspaces({ content, workspaces, needs }: CrossCheck): readonly Fault[] {
  return (content.services ?? []).flatMap(({ name, workspace }) => {
    if (workspace === undefined || isWorkspaceId.test(workspace) || workspaces.includes(workspace)) return [];
    const near = needs.suggest(workspace, workspaces);
    const hint = near === undefined ? `there are ${workspaces.join(', ') || 'none'}` : `did you mean ${near}?`;
    return [{ path: ['services', name, 'workspace'], message: `is neither a name of azure.workspaces nor a workspace id; ${hint}` }];
  });
}

function checkQueries(check: CrossCheck): readonly Fault[] {
  return (check.content.queries?.channels ?? []).flatMap(({ channel, services }) => {
    const path = ['queries', 'channels', `${channel.platform}:${channel.channel}`];
    return [
      ...(check.platforms.includes(channel.platform) ? [] : [{ path, message: 'names a channel of a chat that is not configured' }]),
      ...services.flatMap((name, index) => known('service', name, check.services, [...path, index], check.needs)),
    ];
  });
}

/** By whatever will use them: there are several kinds of regular expressions. */
function checkPatterns({ content, needs }: CrossCheck): readonly Fault[] {
  return Object.entries(content.queries?.redact.patterns ?? {}).flatMap(([name, source]) => {
    const message = needs.patterns.faultOf(source);
    return message === undefined ? [] : [{ path: ['queries', 'redact', 'patterns', name], message }];
  });
}

/** Limits in the wrong order would call everything well or everything bad; of two, the one that is not given is the built-in one. */
function checkKpi(name: string, limits: KpiLimits, path: Path, needs: ConfigNeeds): readonly Fault[] {
  const kpi = needs.kpis.find((one) => one.name === name);
  if (kpi === undefined) {
    return known(
      'KPI',
      name,
      needs.kpis.map((one) => one.name),
      path,
      needs,
    );
  }
  const { target = kpi.target, critical = kpi.critical } = limits;
  if (kpi.better === 'lower' ? target <= critical : target >= critical) return [];
  const wrong = kpi.better === 'lower' ? 'above' : 'below';
  const builtIn = (given: number | undefined): string => (given === undefined ? ', which is built in' : '');
  return [
    {
      path,
      message: `its target (${target}${builtIn(limits.target)}) must not be ${wrong} its critical (${critical}${builtIn(limits.critical)}): ${kpi.better} is better`,
    },
  ];
}

/** An alert of Sentry names its project only, so a project can lead to one service. */
function checkSentryProjects({ services = [] }: Partial<FileContent>): readonly Fault[] {
  return services.flatMap((service, index) => {
    const first = services.slice(0, index).find((one) => service.sentry !== undefined && one.sentry === service.sentry);
    const path = ['services', service.name, 'sentry'];
    return first === undefined
      ? []
      : [{ path, message: `is the Sentry project of ${first.name} already; its alerts can belong to one service` }];
  });
}

function checkIncidents(check: CrossCheck): readonly Fault[] {
  const { incidents, azure, sentry, alertmanager, sonarcloud } = check.content;
  if (incidents === undefined) return [];
  const takesAlerts = [azure?.webhook, sentry, alertmanager, sonarcloud].some((one) => one !== undefined);
  const nowhere: readonly Fault[] =
    takesAlerts && incidents.defaultRoute.length === 0 && check.platforms.length > 0
      ? [
          {
            path: ['incidents', 'defaultRoute'],
            message: 'is missing: alerts are taken, so say where incidents are posted that no route matches',
          },
        ]
      : [];
  const inRoutes = incidents.routes.flatMap((route, index) => {
    const path = ['incidents', 'routes', index];
    const { service } = route.match;
    return [
      ...(service === undefined ? [] : known('service', service, check.services, [...path, 'match', 'service'], check.needs)),
      ...checkTargets(route.to, [...path, 'to'], check),
    ];
  });
  const zone = check.needs.times.isZone(incidents.timeZone) ? [] : [noZone(['incidents', 'timeZone'])];
  return [
    ...nowhere,
    ...zone,
    ...checkTargets(incidents.defaultRoute, ['incidents', 'defaultRoute'], check),
    ...inRoutes,
    ...checkMatchers(incidents, { services: check.services, suggest: check.needs.suggest }),
    ...incidents.maintenance.flatMap((window, index) => checkTimes(window, ['incidents', 'maintenance', index], check.needs)),
  ];
}

function checkTimes(
  { cron, timeZone }: { readonly cron: string; readonly timeZone: string },
  path: Path,
  needs: ConfigNeeds,
): readonly Fault[] {
  return needs.times.isZone(timeZone) ? checkCron(cron, timeZone, [...path, 'cron'], needs) : [noZone([...path, 'timeZone'])];
}

const noZone = (path: Path): Fault => ({ path, message: 'is no time zone; write an IANA name such as Europe/Berlin' });

function checkDigests(check: CrossCheck): readonly Fault[] {
  return (check.content.digests ?? []).flatMap((digest, index) => {
    const path = ['digests', index];
    const services = digest.services ?? [];
    return [
      ...checkTimes(digest, path, check.needs),
      ...services.flatMap((name, at) => known('service', name, check.services, [...path, 'of', at], check.needs)),
      ...checkTargets(digest.targets, [...path, 'to'], check),
    ];
  });
}

function checkCron(cron: string, timeZone: string, path: Path, needs: ConfigNeeds): readonly Fault[] {
  try {
    needs.cron.check(cron, timeZone);
    return [];
  } catch (error) {
    // Its own message repeats the value, which may come from the environment.
    if (error instanceof UserError) return [{ path, message: 'must be five cron fields that some day fulfils, such as 30 8 * * mon-fri' }];
    throw error;
  }
}

function checkTargets(targets: readonly Target[], path: Path, { platforms }: CrossCheck): readonly Fault[] {
  return targets.flatMap(({ platform }, index) => {
    if (platforms.includes(platform)) return [];
    const message =
      platform === 'slack' || platform === 'teams'
        ? `posts to ${platform}, which is not configured`
        : 'must begin with slack: or teams:, the platform of the channel';
    return [{ path: [...path, index], message }];
  });
}

/** A bot signs itself in in one way. */
function checkTeams({ teams }: Partial<FileContent>): readonly Fault[] {
  if (teams === undefined || (teams.appPassword === undefined) === teams.managedIdentity) return [];
  return teams.appPassword === undefined
    ? [{ path: ['teams', 'appPassword'], message: 'is missing: give a client secret, or managedIdentity: true where the bot has none' }]
    : [
        {
          path: ['teams', 'managedIdentity'],
          message: 'stands beside appPassword: a bot has a client secret or a managed identity; remove one',
        },
      ];
}

function checkServer({ server, teams }: Partial<FileContent>): readonly Fault[] {
  const publicUrl = server?.publicUrl;
  if (server === undefined || teams === undefined || publicUrl !== undefined || isTeamsLocal(teams)) return [];
  return [{ path: ['server', 'publicUrl'], message: 'is missing: Teams fetches pictures from it, and posts what people say to it' }];
}

/** Pictures then travel inside the message. */
function isTeamsLocal({ serviceUrl, endpoints }: NonNullable<FileContent['teams']>): boolean {
  return areLoopback([serviceUrl, endpoints.login, endpoints.openIdMetadata]);
}

/** Whether no system that is configured can be anything but a local one; a base URL that is left out is the real system's. */
export function whereOutside({ azure, slack, teams, sentry, sonarcloud, jira }: Partial<FileContent>): 'loopback' | 'elsewhere' {
  const urls = [
    ...(azure === undefined ? [] : [azure.endpoints.login, azure.endpoints.arm, azure.endpoints.metrics, azure.endpoints.logs]),
    ...(slack === undefined ? [] : [slack.apiUrl]),
    // A managed identity is a real one.
    ...(teams?.managedIdentity === true ? [undefined] : []),
    ...(teams === undefined ? [] : [teams.serviceUrl, teams.endpoints.login, teams.endpoints.openIdMetadata]),
    ...(sentry === undefined ? [] : [sentry.url]),
    ...(sonarcloud === undefined ? [] : [sonarcloud.url]),
    ...(jira === undefined ? [] : [jira.host]),
  ];
  return areLoopback(urls) ? 'loopback' : 'elsewhere';
}

function areLoopback(urls: readonly (string | undefined)[]): boolean {
  return urls.every((words) => {
    const url = words === undefined ? undefined : readUrl(words);
    return url !== undefined && isLoopback(url);
  });
}

function known(what: string, name: string, names: readonly string[], path: Path, needs: ConfigNeeds): readonly Fault[] {
  if (names.includes(name)) return [];
  const near = needs.suggest(name, names);
  const hint = near === undefined ? `there are ${names.join(', ') || 'none'}` : `did you mean ${near}?`;
  return [{ path, message: `there is no ${what} of this name; ${hint}` }];
}
