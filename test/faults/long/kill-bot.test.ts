import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { secrets } from '../../../emulators/world.ts';
import { azureAlert } from '../../harness/azure-alert.ts';
import { type Story, startStory } from '../../harness/story.ts';

const rounds = 20;
const perRound = 60;

/** Posts alerts one after another until the bot is gone; gives back the ids that were answered 202. */
async function postUntilKilled(story: Story, round: number): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  const killAfter = randomInt(perRound);
  for (let index = 0; index < perRound; index += 1) {
    const id = `${round}-${index}`;
    if (index === killAfter) void story.signalBot('SIGKILL');
    const answer = await fetch(`${story.botUrl}/webhooks/azure/${secrets.azureWebhook}`, {
      method: 'POST',
      body: JSON.stringify(azureAlert(`rule ${id}`, id)),
    }).catch(() => undefined);
    if (answer === undefined) return acknowledged;
    if (answer.status === 202) acknowledged.push(id);
  }
  return acknowledged;
}

it(`1: in ${rounds} kills at random moments no acknowledged alert is lost, and each is in exactly one incident`, {
  timeout: 300_000,
}, async () => {
  const story = await startStory();
  try {
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { pid } = (await story.state()).bot;
      acknowledged.push(...(await postUntilKilled(story, round)));
      await story.signalBot('SIGKILL').catch(() => undefined);
      await story.botReady(pid);
    }
    await story.advance('1m');
    const ledger = new DatabaseSync(join(story.folder, 'data/ledger.db'), { readOnly: true });
    const bodiesOf = (table: string): readonly string[] =>
      ledger
        .prepare(`select body from ${table}`)
        .all()
        .map((row) => String(row['body']));
    const [alerts, ofIncidents] = [bodiesOf('alerts'), bodiesOf('incident_alerts')];
    ledger.close();
    expect(acknowledged.length).toBeGreaterThan(rounds);
    for (const id of acknowledged) {
      const isIt = (body: string): boolean => body.includes(`rule ${id}|`);
      expect(alerts.filter(isIt)).toHaveLength(1);
      expect(ofIncidents.filter(isIt)).toHaveLength(1);
    }
  } finally {
    await story.stop();
  }
});
