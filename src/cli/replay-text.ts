import type { ReplayComparison, Replayed } from './dependencies.ts';

/** "12 joined INC-3 checkout: orders-db is a dependency of checkout, 2 min after" */
export function lineText(line: number, { decision, incident, service, reason, alerts }: Replayed): string {
  const words = [String(line), decision, incident, service].filter((part) => part !== undefined).join(' ');
  const more = alerts.length > 1 ? ` (${alerts.length} alerts)` : '';
  return `${words}: ${reason}${more}\n`;
}

/** "120 lines: 3 opened, 40 joined, …; 3 incidents." */
export function summaryText(results: readonly Replayed[]): string {
  const counts = [...Map.groupBy(results, (one) => one.decision)].map(([decision, all]) => `${all.length} ${decision}`);
  const incidents = new Set(
    results.flatMap((one) => [one.incident, ...one.alerts.map((alert) => alert.incident)]).filter((id) => id !== undefined),
  );
  const total = `${results.length} line${results.length === 1 ? '' : 's'}`;
  return `${total}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}; ${incidents.size} incident${incidents.size === 1 ? '' : 's'}.\n`;
}

/** What was rejected, by whose fault: `faults` lines hold no recorded message, and `refused` messages are none that their source sends. */
export function rejectedText({
  lines,
  faults,
  refused,
}: {
  readonly lines: number;
  readonly faults: number;
  readonly refused: number;
}): string {
  const parts = [
    ...(faults === 0 ? [] : [`${faults} of ${lines} lines could not be read: a line is {"at": time, "source": name, "body": {…}}`]),
    ...(refused === 0 ? [] : [`${refused} message${refused === 1 ? '' : 's'} could be read, but the body is none that the source sends`]),
  ];
  return parts.length === 0 ? '' : `Rejected: ${parts.join('; ')}.\n`;
}

const rows: readonly (readonly [label: string, key: keyof ReplayComparison['happened']])[] = [
  ['Incidents', 'incidents'],
  ['Announcements', 'announcements'],
  ['… at night (22:00–07:00)', 'atNight'],
  ['Alerts held', 'held'],
];

/** What happened beside what would have. */
export function comparisonText({ happened, wouldHave, messages, from, timeZone, notes }: ReplayComparison): string {
  const widest = Math.max(...rows.map(([label]) => label.length));
  const line = (label: string, one: string, other: string): string => `${label.padEnd(widest)}  ${one.padStart(9)}  ${other.padStart(9)}\n`;
  return [
    `${messages} messages since ${new Date(from).toISOString()}; nights are those of ${timeZone}.\n\n`,
    line('', 'happened', 'new rules'),
    ...rows.map(([label, key]) => line(label, String(happened[key]), String(wouldHave[key]))),
    ...notes.map((note) => `\n${note}\n`),
  ].join('');
}
