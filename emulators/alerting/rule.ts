import type { AlertSourceName } from '../../src/core/model/alert.ts';
import type { Aggregation } from '../../src/core/model/series.ts';
import type { ServiceName } from '../estate/resources.ts';
import type { SentryIssue } from '../sentry/payload.ts';

/** One value of a resource's metric over the rule's window. */
export interface Reading {
  /** The resource's name. */
  readonly resource: string;
  readonly metric: string;
  readonly aggregation: Aggregation;
}

/** What a rule looks at, and when that is wrong. */
export interface Condition {
  readonly reading: Reading;
  /** The value is a share of this one, in percent: failed requests of all requests. */
  readonly of?: Reading | undefined;
  /** One alert for each value of this dimension of the metric. */
  readonly dimension?: string | undefined;
  readonly operator: 'GreaterThan' | 'LessThan';
  readonly threshold: number;
  readonly windowMinutes: number;
}

/** A rule of any of the emulated systems: they differ in how often they look and how fast they change their mind. */
export interface Rule {
  /** Unique among all rules: "compliance-slow-responses". */
  readonly name: string;
  readonly service: ServiceName;
  readonly description: string;
  readonly condition: Condition;
  readonly everyMinutes: number;
  /** Evaluations in a row that must find it wrong until it fires, and right until it resolves. */
  readonly firesAfter: number;
  readonly resolvesAfter: number;
}

/** What one alert of a message says; for whoever must know what really happened. */
export interface AlertTold {
  readonly rule: string;
  readonly service: ServiceName;
  /** The resource's name; undefined where the alert is of a project alone. */
  readonly resource?: string | undefined;
  readonly state: 'fired' | 'resolved';
  /** The same for fired and resolved of one firing. */
  readonly firing: string;
}

/** One message of an emulated system, as it posts it. */
export interface AlertMessage {
  readonly source: AlertSourceName;
  /** Milliseconds since 1970 (UTC): when it leaves. */
  readonly at: number;
  readonly body: object;
  /** Sentry-Hook-Resource, of Sentry's alone. */
  readonly resource?: 'metric_alert' | 'event_alert' | 'issue' | 'error' | undefined;
  /** Of Sentry's: the issue it is about, which its API then lists. */
  readonly issue?: SentryIssue | undefined;
  /** One, but for Alertmanager, which puts several into one message. */
  readonly alerts: readonly AlertTold[];
}
