import { ticksPerMs } from '../../../src/kql/types.ts';
import { type Dice, diceOf, hexOf } from '../dice.ts';
import type { Stretch, TableMaker } from '../rows.ts';
import { within } from '../times.ts';
import { type Applications, toldRows } from './activity.ts';
import type { RequestRow } from './requests.ts';
import { endOf } from './spans.ts';
import { filled, isComponent, messageOf, profileOf } from './tables.ts';

interface TraceRow {
  readonly at: number;
  readonly key: number;
  readonly request: RequestRow | undefined;
  readonly count: number;
  /** 0 verbose, 1 information, 2 warning, 3 error, 4 critical. */
  readonly severity: number;
  readonly message: () => string;
}

/** What applications write down: a line or two of each request, one of each exception, and now and then what nobody should. */
export function traceTables(applications: Applications): readonly TableMaker[] {
  return [{ table: 'traces', writes: isComponent, rows: (stretch) => tracesTable(applications, stretch) }];
}

function tracesTable(applications: Applications, stretch: Stretch) {
  const { seed } = applications;
  const dice = diceOf(seed, stretch.resource.id, 'trace');
  const rows = [...ofRequests(applications, stretch, dice), ...ofFaults(applications, stretch, dice), ...indiscreet(seed, stretch)];
  return toldRows<TraceRow>({
    seed,
    stretch,
    table: 'traces',
    rows: rows.toSorted((one, other) => one.at - other.at),
    told: ({ request, key, count }) => ({ request: () => request, key, count }),
    cells: {
      message: ({ message }) => message(),
      severityLevel: ({ severity }) => severity,
      itemType: () => 'trace',
      customDimensions: ({ severity }) => ({ CategoryName: severity >= 3 ? 'Errors' : 'Requests' }),
    },
  });
}

function ofRequests({ requests }: Applications, stretch: Stretch, dice: Dice): readonly TraceRow[] {
  const { chatter, warnings } = profileOf(stretch);
  return requests(stretch).flatMap((request) => {
    const key = Math.imul(request.key, 4);
    const line = (among: readonly string[], severity: number, number: number): TraceRow => ({
      at: Math.min(request.at + Math.floor((2 + 40 * dice(key + number)) * ticksPerMs), endOf(request.span)),
      key: key + number,
      request,
      count: request.count,
      severity,
      message: () => chatterOf(among, request, dice(~(key + number))),
    });
    const chance = dice(key);
    const lines = [line(chatter, chance > 0.93 ? 0 : 1, 0)];
    return chance < 0.12 ? [...lines, line(warnings, 2, 1)] : lines;
  });
}

function chatterOf(among: readonly string[], { operation, key, duration }: RequestRow, chance: number): string {
  const pattern = among[Math.floor(chance * among.length)] ?? '';
  return filled(pattern, {
    operation: operation.name,
    ms: String(Math.round(duration)),
    id: String(10_000 + (key % 90_000)),
    count: String(1 + (Math.floor(chance * 397) % 40)),
  });
}

function ofFaults({ faults }: Applications, stretch: Stretch, dice: Dice): readonly TraceRow[] {
  return faults(stretch).map(({ request, key, at, failure, count }) => ({
    at,
    key: ~key,
    request,
    count,
    severity: dice(~key) < 0.08 ? 4 : 3,
    message: () => `${request.operation.name} failed: ${failure.type}: ${messageOf(failure.message, request)}`,
  }));
}

/** Every hour four lines that say what no log should: whoever shows them has to hide it. All of it is made up. */
function indiscreet(seed: string, stretch: Stretch): readonly TraceRow[] {
  const dice = diceOf(seed, stretch.resource.id, 'indiscreet');
  const hour = Math.floor(stretch.first / 60);
  const number = (most: number, index: number): number => Math.floor(dice(hour * 8 + index) * most);
  const said: readonly (readonly [minute: number, severity: number, message: () => string])[] = [
    [
      13,
      1,
      () => `An invitation was sent to ${['lerato', 'jonas', 'amina', 'pieter'][number(4, 0)]}.${number(90, 1) + 10}@customer.example`,
    ],
    [28, 2, () => `Sign-in from 203.0.113.${number(250, 2) + 1} was refused: too many attempts`],
    [43, 3, () => `The upstream refused the call with Authorization: Bearer ${tokenOf(dice, hour)}`],
    [58, 3, () => `Cannot connect with ${connectionString(stretch, hexOf(dice, hour + 2, 16))}`],
  ];
  return said
    .filter(([minute]) => stretch.first + minute < stretch.end)
    .map(([minute, severity, message]) => ({
      at: within(stretch.first + minute, dice(hour * 8 + minute)),
      key: (stretch.first + minute) * 64 + 63,
      request: undefined,
      count: 1,
      severity,
      message,
    }));
}

/** Looks like a token, and opens nothing. */
function tokenOf(dice: Dice, hour: number): string {
  const part = (index: number): string => Buffer.from(hexOf(dice, hour * 4 + index, 24)).toString('base64url');
  return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${part(0)}.${part(1)}`;
}

const connectionString = ({ resource }: Stretch, password: string): string =>
  `Server=tcp:${resource.service}-sql.database.windows.net,1433;Database=main;User ID=app;Password=${password};Encrypt=True`;
