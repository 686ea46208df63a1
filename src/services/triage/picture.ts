import type { Change, Ledger } from '../../core/ledger.ts';
import type { Alert, AlertSourceName } from '../../core/model/alert.ts';
import { type Incident, marksOf, type TimelineEntry } from '../../core/model/incident.ts';
import { changeOf, type Telling } from '../incidents-change.ts';

export type Readable = Pick<Ledger, 'alert' | 'alertOfFiring' | 'alerts' | 'incident' | 'candidates' | 'nextIncidentNumber'>;

/** The ledger as it will be once the decisions so far are committed: what is decided together knows each other. */
export interface Picture {
  readonly alert: (key: string) => Promise<Alert | undefined>;
  readonly alertOfFiring: (source: AlertSourceName, firing: string) => Promise<Alert | undefined>;
  /** Alerts that fire and that an inhibition rule looks at as its source; oldest first, whatever order a store lists them in. */
  readonly inhibitors: () => Promise<readonly Alert[]>;
  /** Alerts that fire and wait for that; oldest first. */
  readonly waiting: (kind: NonNullable<Alert['waiting']>['kind']) => Promise<readonly Alert[]>;
  readonly incident: (id: string) => Promise<Incident | undefined>;
  /** Open incidents that have one of the marks. */
  readonly candidates: (marks: readonly string[]) => Promise<readonly Incident[]>;
  /** The line by which it is opened, where it is new. */
  readonly opening: (incident: string) => TimelineEntry | undefined;
  /** What the next new incident is called. */
  readonly newId: () => Promise<string>;
  readonly keep: (what: { readonly alert?: Alert; readonly incident?: Incident; readonly entries?: readonly TimelineEntry[] }) => void;
  /** All that changed, as one commit. */
  readonly change: (telling: Telling) => Pick<Required<Change>, 'alerts' | 'incidents' | 'entries' | 'deliveries'>;
}

/** More than fire at once in the largest estates; the others are read one by one where they are needed. */
const mostAlerts = 20_000;
const mostCandidates = 200;

export function createPicture(
  ledger: Readable,
  now: number,
  inhibitors: { readonly isOne: (alert: Alert) => boolean; readonly known?: readonly Alert[] | undefined },
): Picture {
  const alerts = new Map<string, Alert>();
  const incidents = new Map<string, Incident>();
  const entries: TimelineEntry[] = [];
  const listed = new Map<string, Promise<readonly Alert[]>>();
  const readIncidents = new Map<string, Promise<Incident | undefined>>();
  const readCandidates = new Map<string, Promise<readonly Incident[]>>();
  const marked = new WeakMap<Incident, readonly string[]>();
  let opened = 0;

  /** Worked out once for each state of an incident: of a large one it takes a while. */
  const marksHere = (incident: Incident): readonly string[] => {
    const marks = marked.get(incident) ?? marksOf(incident);
    marked.set(incident, marks);
    return marks;
  };

  /** Read once; what was decided since lies over it. */
  const list = async (
    name: string,
    read: () => Promise<readonly Alert[]>,
    belongs: (alert: Alert) => boolean,
  ): Promise<readonly Alert[]> => {
    const stored = await once(listed, name, async () => (await read()).filter(belongs));
    const all = new Map(stored.map((alert) => [alert.key, alert]));
    for (const [key, alert] of alerts) all.set(key, alert);
    return [...all.values()].filter(belongs).toSorted(byAge);
  };

  const change = (telling: Telling): ReturnType<Picture['change']> => {
    const changes = [...incidents.values()].map((incident) => {
      const own = entries.filter((entry) => entry.incident === incident.id);
      return changeOf(incident, own, now, telling);
    });
    return {
      alerts: [...alerts.values()],
      incidents: changes.flatMap((one) => one.incidents),
      deliveries: changes.flatMap((one) => one.deliveries),
      entries: changes.flatMap((one) => one.entries),
    };
  };

  return {
    alert: async (key) => alerts.get(key) ?? (await ledger.alert(key)),
    alertOfFiring: async (source, firing) => {
      const here = [...alerts.values()].find((alert) => alert.source === source && alert.firing === firing);
      const stored = here ?? (await ledger.alertOfFiring(source, firing));
      return stored === undefined ? undefined : (alerts.get(stored.key) ?? stored);
    },
    inhibitors: () =>
      list(
        'inhibitors',
        async () => inhibitors.known ?? ledger.alerts({ state: 'fired', most: mostAlerts }),
        (alert) => alert.state === 'fired' && inhibitors.isOne(alert),
      ),
    waiting: (kind) =>
      list(
        kind,
        () => ledger.alerts({ state: 'fired', waiting: kind, most: mostAlerts }),
        (alert) => alert.waiting?.kind === kind,
      ),
    incident: async (id) => incidents.get(id) ?? (await once(readIncidents, id, () => ledger.incident(id))),
    candidates: async (marks) => {
      // Only open ones are wanted.
      const read = () => ledger.candidates({ marks, resolvedSince: Number.MAX_SAFE_INTEGER, most: mostCandidates });
      const stored = await once(readCandidates, JSON.stringify(marks), read);
      const wanted = new Set(marks);
      const here = [...incidents.values()].filter((incident) => marksHere(incident).some((mark) => wanted.has(mark)));
      return [...stored.filter(({ id }) => !incidents.has(id)), ...here].filter((incident) => incident.state !== 'resolved');
    },
    opening: (id) => entries.find(({ incident, kind }) => kind === 'opened' && incident === id),
    newId: async () => `INC-${(await ledger.nextIncidentNumber()) + opened}`,
    keep: ({ alert, incident, entries: told = [] }) => {
      if (alert !== undefined) alerts.set(alert.key, alert);
      if (incident !== undefined) {
        if (incident.version === 0 && !incidents.has(incident.id)) opened += 1;
        incidents.set(incident.id, incident);
      }
      entries.push(...told);
    },
    change,
  };
}

/** What was read stays as it was read: who changes it meanwhile makes the commit a conflict. */
function once<Found>(known: Map<string, Promise<Found>>, name: string, read: () => Promise<Found>): Promise<Found> {
  const found = known.get(name) ?? read();
  known.set(name, found);
  return found;
}

function byAge(one: Alert, other: Alert): number {
  if (one.firedAt !== other.firedAt) return one.firedAt - other.firedAt;
  return one.key < other.key ? -1 : 1;
}
