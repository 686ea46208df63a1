import type { AlertMessage } from '../alerting/rule.ts';
import type { Estate } from '../estate/estate.ts';
import { hashText } from '../estate/noise.ts';
import { type ServiceName, serviceNames } from '../estate/resources.ts';
import { errorsPerMinute } from './alert-rules.ts';
import type { SentryIssue } from './payload.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What a project's errors always are: title, what it says, where, and its share of them. */
const usual: readonly (readonly [type: string, value: string, culprit: string, share: number])[] = [
  ['TimeoutError', 'The operation did not complete in time', 'app.store in read', 0.6],
  ['ConnectionError', 'The connection was closed by the other side', 'app.client in call', 0.3],
  ['ValueError', 'A value is missing', 'app.forms in parse', 0.1],
];

/** A project's issues: those of its everyday errors, counted on the estate, and those that hooks told of. */
export interface Issues {
  readonly list: (project: ServiceName, range: { readonly from: number; readonly to: number }) => readonly SentryIssue[];
  readonly find: (id: string) => SentryIssue | undefined;
  /** Remembers the issue that a hook is about. */
  readonly take: (message: AlertMessage) => void;
}

export function createIssues({ estate, now }: { readonly estate: Estate; readonly now: () => number }): Issues {
  const told = new Map<string, SentryIssue>();
  const everyday = (project: ServiceName, range: { readonly from: number; readonly to: number }): readonly SentryIssue[] => {
    const minutes = errorsPerMinute(estate, project, range).filter(({ count }) => count > 0);
    const total = minutes.reduce((sum, { count }) => sum + count, 0);
    const [first, last] = [minutes[0], minutes.at(-1)];
    if (first === undefined || last === undefined) return [];
    return usual.flatMap(([type, value, culprit, share], index): readonly SentryIssue[] => {
      const count = Math.round(total * share);
      if (count === 0) return [];
      return [
        {
          id: String(hashText(`issue|${project}|${index}`)),
          project: projectOf(project),
          shortId: `${project.toUpperCase()}-${index + 1}`,
          type,
          value,
          culprit,
          level: 'error',
          status: 'unresolved',
          count,
          users: Math.min(count, 3 + index),
          firstSeen: first.at,
          lastSeen: last.at,
        },
      ];
    });
  };
  const ofRange = (project: ServiceName, range: { readonly from: number; readonly to: number }): readonly SentryIssue[] => [
    ...[...told.values()].filter((one) => one.project.slug === project && one.lastSeen >= range.from && one.firstSeen <= range.to),
    ...everyday(project, range),
  ];
  return {
    list: (project, range) => ofRange(project, range).toSorted((one, other) => other.lastSeen - one.lastSeen),
    find: (id) =>
      told.get(id) ?? serviceNames.flatMap((project) => ofRange(project, { from: now() - dayMs, to: now() })).find((one) => one.id === id),
    take: (message) => {
      if (message.issue !== undefined) told.set(message.issue.id, message.issue);
    },
  };
}

/** Where Sentry numbers its projects from. */
export const projectOf = (slug: ServiceName): SentryIssue['project'] => ({ id: String(serviceNames.indexOf(slug) + 1), slug });
