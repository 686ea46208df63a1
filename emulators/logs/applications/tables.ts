import { diceOf } from '../dice.ts';
import { profiles } from '../profiles/index.ts';
import { type Profile, pick } from '../profiles/profile.ts';
import type { Stretch, TableMaker } from '../rows.ts';
import { type Applications, toldRows } from './activity.ts';
import { bucketOf } from './buckets.ts';
import type { CallRow } from './calls.ts';
import { spanIdOf } from './context.ts';
import type { RequestRow } from './requests.ts';

export const isComponent: TableMaker['writes'] = ({ type }) => type === 'microsoft.insights/components';

/** As the metrics' dimension request/resultCode has them: what the caller did wrong is no failure. */
const codes = {
  regular: [
    { code: '200', weight: 90 },
    { code: '302', weight: 5 },
    { code: '404', weight: 3 },
    { code: '401', weight: 1 },
  ],
  failed: [
    { code: '500', weight: 6 },
    { code: '503', weight: 3 },
    { code: '404', weight: 1 },
  ],
};

/** Four decimals, as the service gives durations. */
const precise = (ms: number): number => Math.round(ms * 10_000) / 10_000;

export function requestTables(applications: Applications): readonly TableMaker[] {
  return [
    { table: 'requests', writes: isComponent, rows: (stretch) => requestsTable(applications, stretch) },
    { table: 'dependencies', writes: isComponent, rows: (stretch) => dependenciesTable(applications, stretch) },
    { table: 'exceptions', writes: isComponent, rows: (stretch) => exceptionsTable(applications, stretch) },
  ];
}

function requestsTable({ seed, requests }: Applications, stretch: Stretch) {
  const { host } = profileOf(stretch);
  const spanId = spanIdOf(seed, stretch, 'request');
  const dice = diceOf(seed, stretch.resource.id, 'code');
  const codeOf = ({ kind, key }: RequestRow): string => pick(kind === 'failed' ? codes.failed : codes.regular, dice(key)).code;
  return toldRows<RequestRow>({
    seed,
    stretch,
    table: 'requests',
    rows: requests(stretch),
    told: (row) => ({ request: () => row, key: row.key, count: row.count }),
    cells: {
      id: (row) => spanId(row.key),
      name: ({ operation }) => operation.name,
      url: (row) => `${host}${filled(row.operation.path, { id: String(10_000 + (row.key % 90_000)) })}`,
      success: ({ kind }) => (kind === 'failed' ? 'False' : 'True'),
      resultCode: codeOf,
      duration: ({ duration }) => precise(duration),
      performanceBucket: ({ duration }) => bucketOf(duration),
      itemType: () => 'request',
      operation_ParentId: () => '',
      customDimensions: ({ operation, key }) => ({ 'http.route': operation.path, tenant: `tenant-${key % 23}` }),
    },
  });
}

function dependenciesTable({ seed, calls }: Applications, stretch: Stretch) {
  const spanId = spanIdOf(seed, stretch, 'call');
  const codeOf = ({ call, failed }: CallRow): string => {
    if (call.type !== 'HTTP') return failed === 'yes' ? '1' : '0';
    return failed === 'yes' ? '503' : '200';
  };
  return toldRows<CallRow>({
    seed,
    stretch,
    table: 'dependencies',
    rows: calls(stretch),
    told: ({ request, key, count }) => ({ request: () => request, key, count }),
    cells: {
      id: (row) => spanId(row.key),
      target: ({ call }) => call.target,
      type: ({ call }) => call.type,
      name: ({ call }) => call.name,
      data: ({ call, request }) => filled(call.data, { id: String(request.key % 90_000) }),
      success: ({ failed }) => (failed === 'yes' ? 'False' : 'True'),
      resultCode: codeOf,
      duration: ({ duration }) => precise(duration),
      performanceBucket: ({ duration }) => bucketOf(duration),
      itemType: () => 'dependency',
      customDimensions: ({ call }) =>
        call.type === 'SQL' ? { 'db.system': call.target.includes('postgres') ? 'postgresql' : 'mssql' } : {},
    },
  });
}

function exceptionsTable({ seed, faults }: Applications, stretch: Stretch) {
  return toldRows({
    seed,
    stretch,
    table: 'exceptions',
    rows: faults(stretch),
    told: ({ request, key, count }) => ({ request: () => request, key, count }),
    cells: {
      problemId: ({ failure }) => `${failure.type} at ${failure.method}`,
      type: ({ failure }) => failure.type,
      assembly: ({ failure }) => failure.assembly,
      method: ({ failure }) => failure.method,
      outerType: ({ failure }) => failure.type,
      outerMessage: ({ failure, request }) => messageOf(failure.message, request),
      outerAssembly: ({ failure }) => failure.assembly,
      outerMethod: ({ failure }) => failure.method,
      innermostType: ({ failure }) => failure.inner.type,
      innermostMessage: ({ failure }) => failure.inner.message,
      innermostAssembly: ({ failure }) => failure.assembly,
      innermostMethod: ({ failure }) => failure.method,
      severityLevel: () => 3,
      details: ({ failure, request }) => [
        { type: failure.type, message: messageOf(failure.message, request), parsedStack: [{ level: 0, method: failure.method }] },
      ],
      itemType: () => 'exception',
      customDimensions: ({ request }) => ({ tenant: `tenant-${request.key % 23}` }),
    },
  });
}

export const profileOf = ({ resource }: Stretch): Profile => profiles[resource.service];

/** A message about a request. Timeouts are whole seconds, so that the same fault has the same words. */
export const messageOf = (pattern: string, { operation, duration }: RequestRow): string =>
  filled(pattern, { operation: operation.name, ms: String(Math.max(1000, Math.ceil(duration / 1000) * 1000)) });

/** {name} by what `words` has for it. */
export const filled = (pattern: string, words: Readonly<Record<string, string>>): string =>
  pattern.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => words[name] ?? whole);
