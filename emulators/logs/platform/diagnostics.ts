import { type Dice, diceOf, guidOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { plainRows } from '../plain-rows.ts';
import type { RowSet, Stretch, TableMaker } from '../rows.ts';
import { within } from '../times.ts';

interface Needs {
  readonly seed: string;
  readonly minutes: Minutes;
}

interface Row {
  readonly at: number;
  readonly key: number;
  readonly level: 'LOG' | 'WARNING' | 'ERROR' | 'FATAL';
  readonly code: string;
  readonly message: string;
}

const postgres = 'microsoft.dbforpostgresql/flexibleservers';
const vault = 'microsoft.keyvault/vaults';

/** What PostgreSQL logs, and who reads the secrets of key vaults. */
export function diagnosticTables(needs: Needs): readonly TableMaker[] {
  return [
    {
      table: 'AzureDiagnostics',
      writes: ({ type }) => type === postgres || type === vault,
      rows: (stretch) => (stretch.resource.type === vault ? vaultTable(needs, stretch) : postgresTable(needs, stretch)),
    },
  ];
}

const resourceCells = ({ resource }: Stretch) => ({
  ResourceId: () => resource.id.toUpperCase(),
  ResourceGroup: () => resource.group.toUpperCase(),
  SubscriptionId: () => resource.subscription,
  ResourceProvider: () => resource.provider.split('/')[0]?.toUpperCase() ?? '',
  Resource: () => resource.name.toUpperCase(),
  ResourceType: () => resource.provider.split('/')[1]?.toUpperCase() ?? '',
});

function postgresTable({ seed, minutes }: Needs, stretch: Stretch): RowSet {
  const dice = diceOf(seed, stretch.resource.id, 'diagnostics');
  const cpu = minutes.of(stretch, 'cpu_percent');
  const refused = minutes.of(stretch, 'connections_failed');
  const rows: Row[] = [];
  for (let minute = stretch.first; minute < stretch.end; minute += stretch.density === 'full' ? 1 : 5) {
    const index = minute - stretch.first;
    rows.push(...linesOf(minute, cpu[index]?.average ?? 0, refused[index]?.total ?? 0, dice));
  }
  return plainRows<Row>(rows, {
    ...resourceCells(stretch),
    Category: () => 'PostgreSQLLogs',
    OperationName: () => 'LogEvent',
    Level: ({ level }) => level,
    Message: ({ message }) => message,
    errorLevel_s: ({ level }) => level,
    sqlerrcode_s: ({ code }) => code,
    backend_type_s: ({ message }) => (message.includes('checkpoint') ? 'checkpointer' : 'client backend'),
    LogicalServerName_s: () => stretch.resource.name,
    processId_d: ({ key }) => 1000 + (key % 30_000),
  });
}

/** A checkpoint now and then, slow statements when the processor is busy, and everybody who was refused. */
function linesOf(minute: number, cpu: number, refused: number, dice: Dice): readonly Row[] {
  const rows: Row[] = [];
  const say = (part: number, level: Row['level'], code: string, message: string): void =>
    void rows.push({ at: within(minute, part), key: minute * 16 + rows.length, level, code, message });
  if (minute % 5 === 0) say(0.1, 'LOG', '00000', `checkpoint complete: wrote ${Math.round(20 + 900 * dice(minute))} buffers`);
  const slow = cpu > 80 ? 4 : Number(dice(minute + 1) < 0.15);
  for (let place = 0; place < slow; place += 1) {
    const took = (cpu > 80 ? 2800 : 1000) * (0.9 + 0.8 * dice(minute * 8 + place));
    say(0.2 + place / 8, 'LOG', '00000', `duration: ${took.toFixed(3)} ms  statement: SELECT * FROM compliance_results WHERE job_id = $1`);
  }
  for (let place = 0; place < Math.min(refused, 6); place += 1)
    say(0.8 + place / 50, 'FATAL', '53300', 'remaining connection slots are reserved for roles with the SUPERUSER attribute');
  if (dice(minute + 2) < 0.02) say(0.95, 'ERROR', '40P01', 'deadlock detected');
  return rows;
}

function vaultTable({ seed, minutes }: Needs, stretch: Stretch): RowSet {
  const { resource } = stretch;
  const dice = diceOf(seed, resource.id, 'diagnostics');
  const hits = minutes.of(stretch, 'ServiceApiHit');
  const rows: { readonly at: number; readonly key: number; readonly operation: string }[] = [];
  for (let minute = stretch.first; minute < stretch.end; minute += stretch.density === 'full' ? 3 : 15)
    if ((hits[minute - stretch.first]?.total ?? 0) > 0)
      rows.push({ at: within(minute, dice(minute)), key: minute, operation: dice(~minute) < 0.9 ? 'SecretGet' : 'SecretList' });
  return plainRows(rows, {
    ...resourceCells(stretch),
    Category: () => 'AuditEvent',
    OperationName: ({ operation }) => operation,
    ResultType: () => 'Success',
    ResultSignature: () => 'OK',
    DurationMs: ({ key }) => 12 + Math.floor(dice(key + 5) * 30),
    CallerIPAddress: () => '10.1.0.4',
    CorrelationId: ({ key }) => guidOf(dice, key),
    requestUri_s: ({ operation }) =>
      `https://${resource.name}.vault.azure.net/secrets${operation === 'SecretGet' ? '/cms' : ''}?api-version=7.5`,
    httpStatusCode_d: () => 200,
    identity_claim_appid_g: () => guidOf(dice, 1),
  });
}
