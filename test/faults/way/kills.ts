import type { Account } from './account.ts';
import type { Point } from './points.ts';
import type { Replica } from './replica.ts';
import type { Way } from './way.ts';

/** Alerts that are posted in the life of each process. */
const perLife = 6;
/** By then a process has done all there is to do. */
const longestLifeMs = 400;
/** What is done for several alerts at once is seldom done a third time. */
const mostRounds = 10;

/** How the life of one process ends: by itself at a point, or by us when some alerts were answered. */
export type Death = { readonly point: Point; readonly nth: number } | { readonly afterAnswers: number; readonly andMs: number };

/** So many deaths in the middle of a storm, at moments that only `chance` (0 ≤ x < 1) knows. */
export function randomDeaths(chance: () => number, count: number): readonly Death[] {
  return Array.from({ length: count }, () => ({
    afterAnswers: Math.floor(chance() * perLife),
    andMs: Math.floor(chance() * longestLifeMs),
  }));
}

/** What was found right after each death, and at the end. */
export interface Toll {
  readonly kills: number;
  /** Messages that had arrived in Teams but were not yet told so by the ledger when a process died: nobody can ask Teams for them. */
  readonly inFlight: readonly number[];
  readonly account: Account;
}

/**
 * One life after the other, each ended while alerts come in, and one more in which all is done that is left. Throws when a point
 * is not reached, or an alert is not taken in the end.
 */
export async function killAll(way: Way, deaths: readonly Death[]): Promise<Toll> {
  const inFlight: number[] = [];
  let unsettled = 0;
  for (const [index, death] of deaths.entries()) {
    const replica = await way.start('point' in death ? { death } : {});
    await way.repeat([replica]);
    for (let round = 0; replica.state() === 'running'; round += 1) {
      if (round === mostRounds) throw new Error(`the process never came to its end, ${JSON.stringify(death)}; ${replica.said()}`);
      // One service opens an incident, the one before goes on in its thread.
      const postings = [...way.alerts(perLife / 2, index), ...way.alerts(perLife / 2, index + 1)];
      if ('afterAnswers' in death) await killAfter(way, replica, postings, death);
      else await way.post([replica], postings);
      if (replica.state() === 'running') await way.quiet([replica]);
    }
    await replica.ended;
    const { teams } = (await way.account()).doubled;
    inFlight.push(teams.length - unsettled);
    unsettled = teams.length;
  }
  return { kills: deaths.length, inFlight, account: await endOf(way) };
}

/** One more life, in which all is done that is left; then everything is counted. */
export async function endOf(way: Way): Promise<Account> {
  const last = await way.start();
  await way.repeat([last]);
  if (way.unanswered() > 0) throw new Error(`${way.unanswered()} alerts are not taken by a process that has nothing against it`);
  await way.quiet([last]);
  last.kill();
  await last.ended;
  return way.account();
}

/** Where it is then, nobody knows: that is the point. */
async function killAfter(
  way: Way,
  replica: Replica,
  postings: Parameters<Way['post']>[1],
  { afterAnswers, andMs }: Extract<Death, { readonly afterAnswers: number }>,
): Promise<void> {
  const last = postings.slice(afterAnswers);
  await way.post([replica], postings.slice(0, afterAnswers));
  const rest = way.post([replica], last);
  const work = way.quiet([replica]);
  const timer = setTimeout(replica.kill, andMs);
  await Promise.all([rest, replica.ended, work]);
  clearTimeout(timer);
}

/** All that must not be: Teams may have twice the one message that was in flight at a death, and no more. */
export function faultsOf({ account, inFlight }: Toll): readonly string[] {
  const { lost, twice, missing, undone, doubled } = account;
  const inDoubt = inFlight.reduce((sum, one) => sum + one, 0);
  const told = { lost, 'in several incidents': twice, missing, undone, 'doubled in Slack': doubled.slack };
  return [
    ...Object.entries(told).flatMap(([what, all]) => all.map((one) => `${what}: ${one}`)),
    ...inFlight.filter((one) => one > 1).map((one) => `${one} messages to Teams were in flight at one death`),
    ...(doubled.teams.length > inDoubt ? [`${doubled.teams.length} doubled in Teams, ${inDoubt} were in flight`] : []),
  ];
}

export function summaryOf({ kills, inFlight, account }: Toll): string {
  const { doubled, posts } = account;
  return [
    `${kills} kills, ${account.acknowledged} alerts acknowledged, ${account.incidents} incidents,`,
    `${account.lost.length} lost, ${account.twice.length} in several incidents;`,
    `Slack ${posts.slack} posts, ${doubled.slack.length} doubled; Teams ${posts.teams} posts, ${doubled.teams.length} doubled,`,
    `at most ${Math.max(0, ...inFlight)} in one kill\n`,
  ].join(' ');
}
