import type { Account } from './account.ts';
import type { Replica } from './replica.ts';
import type { Way } from './way.ts';

/** Alerts that are under way at the same time, each to every process. */
const atOnce = 10;

/** Posts each of so many alerts to every process at the same moment, lets all be told, and counts. Each process keeps running. */
export async function sameToAll(way: Way, replicas: readonly Replica[], count: number): Promise<Account> {
  for (let posted = 0; posted < count; posted += atOnce) {
    const alerts = way.alerts(Math.min(atOnce, count - posted), 'of none');
    await Promise.all(replicas.map((one) => way.post([one], alerts)));
  }
  await way.quiet(replicas);
  return way.account();
}
