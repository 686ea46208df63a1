import { even, hashText } from '../estate/noise.ts';

/** A version of a project that went live. */
export interface EmulatedRelease {
  readonly project: string;
  readonly version: string;
  /** When Sentry was told of it, and when it was live; milliseconds since 1970 (UTC). */
  readonly createdAt: number;
  readonly releasedAt: number;
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** 1970-01-05 was a Monday. */
const firstMonday = 4 * dayMs;
const weeksBack = 13;
const patterns: readonly (readonly number[])[] = [[1, 3], [0, 2, 3], [2], [1, 2, 4]];

/** The project's releases of the last quarter, newest first: one to three a week in working hours, the same on every machine. */
export function releasesOf(project: string, now: number): readonly EmulatedRelease[] {
  const stream = hashText(`release|${project}`);
  const thisWeek = Math.floor((now - firstMonday) / weekMs);
  const weeks = Array.from({ length: weeksBack }, (_, index) => thisWeek - index);
  return weeks
    .flatMap((week) => {
      const days = patterns[Math.floor(even(stream, week) * patterns.length)] ?? [];
      return days.map((day, index) => {
        const minutes = 9 * 60 + Math.floor(even(stream, week * 7 + day) * 7 * 60);
        const createdAt = firstMonday + week * weekMs + day * dayMs + minutes * 60_000;
        return { project, version: versionOf(project, createdAt, index), createdAt, releasedAt: createdAt + 4 * 60_000 };
      });
    })
    .filter(({ releasedAt }) => releasedAt <= now)
    .toSorted((one, other) => other.createdAt - one.createdAt);
}

/** "compliance@2026.1117.1": the day it was built, and which of the week it is. */
function versionOf(project: string, at: number, index: number): string {
  const day = new Date(at).toISOString();
  return `${project}@${day.slice(0, 4)}.${day.slice(5, 7)}${day.slice(8, 10)}.${index + 1}`;
}

/** As Sentry's API lists it. */
export function releaseBody(release: EmulatedRelease, project: { readonly id: number; readonly platform: string }): object {
  const [name = '', raw = ''] = release.version.split('@');
  const [major = 0, minor = 0, patch = 0] = raw.split('.').map(Number);
  return {
    id: hashText(release.version),
    version: release.version,
    shortVersion: release.version,
    status: 'open',
    versionInfo: {
      package: name,
      version: { raw, major, minor, patch, pre: null, buildCode: null, components: 3 },
      description: raw,
      buildHash: null,
    },
    ref: null,
    url: null,
    dateReleased: new Date(release.releasedAt).toISOString(),
    dateCreated: new Date(release.createdAt).toISOString(),
    data: {},
    newGroups: 0,
    owner: null,
    commitCount: 0,
    lastCommit: null,
    deployCount: 0,
    lastDeploy: null,
    authors: [],
    projects: [
      {
        id: project.id,
        slug: release.project,
        name: release.project,
        newGroups: 0,
        platform: project.platform,
        platforms: [project.platform],
        hasHealthData: false,
      },
    ],
    firstEvent: null,
    lastEvent: null,
    currentProjectMeta: {},
    userAgent: null,
  };
}
