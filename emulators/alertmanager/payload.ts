import { createHash } from 'node:crypto';

export type Labels = Readonly<Record<string, string>>;

/** One alert as Prometheus hands it over. */
export interface PrometheusAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Milliseconds since 1970 (UTC). */
  readonly startsAt: number;
  /** undefined: it fires. */
  readonly endsAt?: number | undefined;
  readonly generatorUrl: string;
}

export interface AlertGroup {
  readonly receiver: string;
  readonly labels: Labels;
  readonly alerts: readonly PrometheusAlert[];
  readonly externalUrl: string;
}

/** The zero time, which stands for "not over". */
const never = '0001-01-01T00:00:00Z';

/** The webhook's body, version 4: firing as long as one of its alerts is. */
export function groupBody({ receiver, labels, alerts, externalUrl }: AlertGroup): object {
  return {
    receiver,
    status: alerts.some((one) => one.endsAt === undefined) ? 'firing' : 'resolved',
    alerts: alerts.map((one) => ({
      status: one.endsAt === undefined ? 'firing' : 'resolved',
      labels: one.labels,
      annotations: one.annotations,
      startsAt: new Date(one.startsAt).toISOString(),
      endsAt: one.endsAt === undefined ? never : new Date(one.endsAt).toISOString(),
      generatorURL: one.generatorUrl,
      fingerprint: fingerprintOf(one.labels),
    })),
    groupLabels: labels,
    commonLabels: common(alerts.map((one) => one.labels)),
    commonAnnotations: common(alerts.map((one) => one.annotations)),
    externalURL: externalUrl,
    version: '4',
    groupKey: `{}:{${Object.entries(labels)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(', ')}}`,
    truncatedAlerts: 0,
  };
}

/** The same for the same labels, whatever their order: 16 hexadecimal digits, as Alertmanager's are. */
export function fingerprintOf(labels: Labels): string {
  const sorted = Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}

/** What all of them have with the same value. */
function common(all: readonly Labels[]): Labels {
  const [first = {}, ...others] = all;
  return Object.fromEntries(Object.entries(first).filter(([name, value]) => others.every((one) => one[name] === value)));
}
