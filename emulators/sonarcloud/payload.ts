/** One condition of a quality gate, and how the analysis met it. */
export interface GateCondition {
  /** "new_coverage" */
  readonly metric: string;
  readonly operator: 'LESS_THAN' | 'GREATER_THAN';
  readonly threshold: string;
  /** undefined: there was nothing to measure. */
  readonly value: string | undefined;
  readonly status: 'OK' | 'ERROR' | 'NO_VALUE';
}

/** What an analysis of a project's branch found. */
export interface GateTold {
  /** The project's key. */
  readonly project: string;
  readonly status: 'OK' | 'ERROR';
  readonly conditions: readonly GateCondition[];
  readonly branch: string;
  /** The commit that was looked at. */
  readonly revision: string;
  readonly task: string;
  readonly at: number;
}

/** SonarCloud's own gate; `coverage` of the new code in percent. */
export function usualConditions(coverage: number): readonly GateCondition[] {
  const rating = (metric: string): GateCondition => ({ metric, operator: 'GREATER_THAN', threshold: '1', value: '1', status: 'OK' });
  return [
    rating('new_security_rating'),
    rating('new_reliability_rating'),
    rating('new_maintainability_rating'),
    { metric: 'new_coverage', operator: 'LESS_THAN', threshold: '80', value: coverage.toFixed(1), status: coverage < 80 ? 'ERROR' : 'OK' },
    { metric: 'new_duplicated_lines_density', operator: 'GREATER_THAN', threshold: '3', value: undefined, status: 'NO_VALUE' },
  ];
}

/** The body of the webhook that follows an analysis. `url`: where SonarCloud is. */
export function gateBody(told: GateTold, { url, organization }: { readonly url: string; readonly organization: string }): object {
  const { project, status, branch, revision, task } = told;
  return {
    serverUrl: url,
    taskId: task,
    status: 'SUCCESS',
    analysedAt: stamp(told.at),
    revision,
    changedAt: stamp(told.at),
    project: { key: project, name: project.slice(project.indexOf('_') + 1), url: `${url}/dashboard?id=${project}` },
    branch: { name: branch, type: 'BRANCH', isMain: branch === 'main', url: `${url}/dashboard?id=${project}&branch=${branch}` },
    qualityGate: {
      name: 'Sonar way',
      status,
      conditions: told.conditions.map(({ metric, operator, threshold, value, status: met }) => ({
        metric,
        operator,
        ...(value === undefined ? {} : { value }),
        status: met,
        errorThreshold: threshold,
        onLeakPeriod: metric.startsWith('new_'),
      })),
    },
    properties: { 'sonar.analysis.organization': organization },
  };
}

/** "2026-11-18T10:46:28+0000" */
const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}+0000`;
