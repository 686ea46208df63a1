import { diceOf, guidOf } from '../dice.ts';
import type { Stretch, TableMaker } from '../rows.ts';
import { within } from '../times.ts';
import { type Applications, toldRows } from './activity.ts';
import { isComponent } from './tables.ts';

/** As the metric's dimensions have them. */
const tests = ['home page', 'sign-in'];
const locations = ['West Europe', 'North Europe', 'South Africa North'];
const every = { full: 5, thin: 15 };

interface ProbeRow {
  readonly at: number;
  readonly key: number;
  readonly test: string;
  readonly location: string;
  readonly outcome: 'passed' | 'failed';
  readonly duration: number;
}

/** Tests from outside, each from every location every five minutes; as many fail as the metric says. */
export function availabilityTables(applications: Applications): readonly TableMaker[] {
  return [{ table: 'availabilityResults', writes: isComponent, rows: (stretch) => probesTable(applications, stretch) }];
}

function probesTable(applications: Applications, stretch: Stretch) {
  const dice = diceOf(applications.seed, stretch.resource.id, 'probe');
  return toldRows<ProbeRow>({
    seed: applications.seed,
    stretch,
    table: 'availabilityResults',
    rows: probesOf(applications, stretch),
    told: ({ key }) => ({ request: () => undefined, key, count: 1 }),
    cells: {
      id: ({ key }) => guidOf(dice, key),
      name: ({ test }) => test,
      location: ({ location }) => location,
      success: ({ outcome }) => (outcome === 'passed' ? 'True' : 'False'),
      message: ({ outcome }) => (outcome === 'passed' ? 'Passed' : 'No answer within 30 seconds'),
      size: ({ key }) => 18_000 + (key % 900),
      duration: ({ duration }) => duration,
      itemType: () => 'availabilityResult',
      operation_Name: ({ test }) => test,
    },
  });
}

function probesOf({ seed, minutes }: Applications, stretch: Stretch): readonly ProbeRow[] {
  const dice = diceOf(seed, stretch.resource.id, 'probe');
  const percentages = minutes.of(stretch, 'availabilityResults/availabilityPercentage');
  const durations = minutes.of(stretch, 'requests/duration');
  const probes = tests.flatMap((test) => locations.map((location) => ({ test, location })));
  const rows: ProbeRow[] = [];
  // What is missing to 100 % adds up until it makes one that failed.
  let missing = 0;
  for (let minute = stretch.first; minute < stretch.end; minute += 1)
    for (const [place, probe] of probes.entries()) {
      if (minute % every[stretch.density] !== place % 5) continue;
      missing += 1 - (percentages[minute - stretch.first]?.average ?? 100) / 100;
      const outcome = missing >= 1 ? ('failed' as const) : ('passed' as const);
      if (outcome === 'failed') missing -= 1;
      const key = minute * 8 + place;
      const usual = (durations[minute - stretch.first]?.average ?? 0) * (0.8 + 0.6 * dice(key));
      const duration = Math.round(outcome === 'failed' ? 30_000 : 60 + usual);
      rows.push({ at: within(minute, (place + dice(key)) / probes.length), key, ...probe, outcome, duration });
    }
  return rows;
}
