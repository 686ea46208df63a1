import { UserError } from '../../core/errors.ts';
import type { AlertEvent } from '../../core/model/alert.ts';
import { type Analysis, analysisSchema } from './schema.ts';

/** Reads one message. No events: understood, but no quality gate of a branch that lasts. Throws UserError for what cannot be understood. */
export function readAnalysis(body: unknown, receivedAt: number): readonly AlertEvent[] {
  const parsed = analysisSchema.safeParse(body);
  if (!parsed.success) {
    const faults = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
    throw new UserError(`This is not what SonarCloud posts: ${faults.join('; ')}`);
  }
  const analysis = parsed.data;
  const { project, branch, qualityGate: gate } = analysis;
  const state = gate === undefined ? undefined : stateOf(gate.status);
  if (gate === undefined || state === undefined || !lasts(branch)) return [];
  const where = branch?.name === undefined || branch.isMain === true ? '' : ` on ${branch.name}`;
  return [
    {
      source: 'sonarcloud',
      key: `sonarcloud|${project.key}|${branch?.isMain === true ? '' : (branch?.name ?? '')}`,
      state,
      // The time of the analysis stays the same when a change of an issue changes the gate.
      at: analysis.changedAt ?? receivedAt,
      rule: gate.name ?? 'quality gate',
      title: `Quality gate of ${project.name ?? project.key}${where} ${state === 'fired' ? 'failed' : 'passed'}`,
      description: gate.conditions
        .filter((one) => one.status === 'ERROR')
        .map(sentenceOf)
        .join('\n'),
      severity: 'P3',
      resources: [],
      labels: branch?.name === undefined ? {} : { branch: branch.name },
      project: project.key,
      link: branch?.url ?? project.url,
    },
  ];
}

/** Of WARN (older servers) the gate lets pass; NONE says that nothing was measured. */
function stateOf(status: string): AlertEvent['state'] | undefined {
  switch (status) {
    case 'ERROR':
      return 'fired';
    case 'OK':
    case 'WARN':
      return 'resolved';
    default:
      return undefined;
  }
}

/** The main branch, and those that live long; what a pull request or a branch of a few days fails is its author's affair. */
function lasts(branch: Analysis['branch']): boolean {
  return branch === undefined || branch.isMain === true || branch.type?.toUpperCase() === 'LONG';
}

function sentenceOf({ metric, operator, value, errorThreshold }: NonNullable<Analysis['qualityGate']>['conditions'][number]): string {
  const limit = operator === 'LESS_THAN' ? 'at least' : 'at most';
  const is = value === undefined ? 'has no value' : `is ${value}`;
  return `${metric} ${is}${errorThreshold === undefined ? '' : `, must be ${limit} ${errorThreshold}`}`;
}
