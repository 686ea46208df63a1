import type { Value } from '../../../src/kql/types.ts';
import { type Dice, diceOf, hexOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { plainRows, steps } from '../plain-rows.ts';
import { profiles } from '../profiles/index.ts';
import type { Stretch, TableMaker } from '../rows.ts';
import { within } from '../times.ts';

interface Needs {
  readonly seed: string;
  readonly minutes: Minutes;
}

interface Line {
  readonly at: number;
  readonly level: 'info' | 'warn' | 'fail';
  readonly text: string;
}

const containerApp = 'microsoft.app/containerapps';
const site = 'microsoft.web/sites';
/** What tells how busy each of them is, and how well it does. */
const metrics = {
  [containerApp]: { answer: 'ResponseTime', slowFrom: 1000 },
  [site]: { answer: 'HttpResponseTime', slowFrom: 1 },
};

/** What applications print, as their hosts keep it. */
export function hostLogTables(needs: Needs): readonly TableMaker[] {
  const rowsOf = (type: keyof typeof metrics, cells: (stretch: Stretch) => Readonly<Record<string, (line: Line) => Value>>) => ({
    writes: (resource: Stretch['resource']) => resource.type === type,
    rows: (stretch: Stretch) => plainRows(linesOf(needs, stretch, metrics[type]), cells(stretch)),
  });
  return [
    { table: 'ContainerAppConsoleLogs_CL', ...rowsOf(containerApp, (stretch) => consoleCells(needs.seed, stretch)) },
    { table: 'AppServiceConsoleLogs', ...rowsOf(site, (stretch) => siteCells(needs.seed, stretch)) },
  ];
}

function consoleCells(seed: string, { resource }: Stretch): Readonly<Record<string, (line: Line) => Value>> {
  const replica = hexOf(diceOf(seed, resource.id, 'replica'), 1, 16);
  return {
    ContainerAppName_s: () => resource.name,
    ContainerGroupName_s: () => `${resource.name}--0000042-${replica.slice(0, 10)}-${replica.slice(10, 15)}`,
    ContainerName_s: () => resource.service,
    ContainerImage_s: () => `${resource.service}.azurecr.io/api:${profiles[resource.service].version}`,
    ContainerId_s: () => replica,
    RevisionName_s: () => `${resource.name}--0000042`,
    EnvironmentName_s: () => `cae-${resource.service}`,
    Stream_s: ({ level }) => (level === 'fail' ? 'stderr' : 'stdout'),
    Log_s: ({ level, text }) => `${level}: ${text}`,
  };
}

function siteCells(seed: string, { resource }: Stretch): Readonly<Record<string, (line: Line) => Value>> {
  const container = hexOf(diceOf(seed, resource.id, 'replica'), 1, 16);
  return {
    Category: () => 'AppServiceConsoleLogs',
    OperationName: () => 'Microsoft.Web/sites/log',
    Level: ({ level }) => ({ info: 'Informational', warn: 'Warning', fail: 'Error' })[level],
    Host: () => container.slice(0, 12),
    ContainerId: () => container,
    ResultDescription: ({ text }) => text,
  };
}

/** Two lines a minute; while answers take long, half of them complain. */
function linesOf(
  { seed, minutes }: Needs,
  stretch: Stretch,
  metric: { readonly answer: string; readonly slowFrom: number },
): readonly Line[] {
  const dice = diceOf(seed, stretch.resource.id, 'console');
  const answers = minutes.of(stretch, metric.answer);
  return steps(stretch, stretch.density === 'full' ? 1 : 10).flatMap((minute) => {
    const strained = (answers[minute - stretch.first]?.average ?? 0) > metric.slowFrom;
    return [0, 1].map((place) => lineOf(dice, minute, place, strained ? 0.5 : 0.03, stretch));
  });
}

function lineOf(dice: Dice, minute: number, place: number, share: number, { resource }: Stretch): Line {
  const key = minute * 4 + place;
  const { operations, failures, warnings } = profiles[resource.service];
  const one = <T>(among: readonly T[], salt: number): T | undefined => among[Math.floor(dice(key * 8 + salt) * among.length)];
  const at = within(minute, (place + dice(key)) / 2);
  const chance = dice(~key);
  const filled = (text = ''): string => text.replaceAll(/\{\w+\}/gu, () => String(100 + Math.floor(dice(key + 3) * 900)));
  if (chance < share) return { at, level: 'fail', text: filled(`${one(failures, 1)?.type ?? ''}: ${one(failures, 1)?.message ?? ''}`) };
  if (chance < share + 0.07) return { at, level: 'warn', text: filled(one(warnings, 2)) };
  return { at, level: 'info', text: filled(`${one(operations, 3)?.name ?? ''} responded 200`) };
}
