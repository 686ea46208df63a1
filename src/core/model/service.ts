/** An entry of the service catalogue, as configured. */
export interface Service {
  readonly name: string;
  readonly title: string;
  /** 1 is the most important. */
  readonly tier: number;
  readonly environment: string;
  /** E-mail addresses. */
  readonly owners: readonly string[];
  readonly resources: readonly ResourceMatch[];
  readonly workspace?: string | undefined;
  readonly sentry?: string | undefined;
  /** Key of its SonarCloud project. */
  readonly sonarcloud?: string | undefined;
  /** Labels (of Prometheus alerts) whose values say that an alert is this service's; every one must agree. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly jira?: { readonly project: string; readonly component?: string | undefined } | undefined;
  readonly dependsOn: readonly string[];
  /** Overrides of the built-in targets, by KPI name. */
  readonly kpis: Readonly<Record<string, KpiLimits>>;
}

/** A resource belongs to the service when every given part matches. */
export interface ResourceMatch {
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  readonly group?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export interface KpiLimits {
  readonly target?: number | undefined;
  readonly critical?: number | undefined;
}

/** What belongs to no service is asked for by this word, by people and in the ledger. */
export const unassigned = 'unassigned';
