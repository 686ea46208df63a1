import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secrets } from '../../emulators/world.ts';
import { azureAlert } from '../harness/azure-alert.ts';
import type { Message } from '../harness/control.ts';
import { incidentsOn } from '../harness/incidents.ts';
import { ifPostgres, postgresOfThisFile } from '../harness/postgres.ts';
import { type Story, startStory } from '../harness/story.ts';

const sides = ['slack', 'teams'] as const;

const postgres = await postgresOfThisFile();

tell('SQLite', async () => undefined);
ifPostgres(postgres, (server) => tell('PostgreSQL', server.newDatabase));

/** One bot, which is killed again and again; its alerts in their order. */
function tell(store: string, database: () => Promise<string | undefined>): void {
  describe(`a bot on ${store} that is killed while alerts fire and end`, () => {
    let story: Story;
    let rooms: ReturnType<typeof incidentsOn>;
    beforeAll(async () => {
      story = await startStory({ database: await database() });
      rooms = incidentsOn(story);
    });
    afterAll(() => story.stop());

    async function killed(): Promise<void> {
      const { pid } = (await story.state()).bot;
      await story.signalBot('SIGKILL');
      await story.botReady(pid);
    }
    const now = async (): Promise<number> => Date.parse((await story.state()).clock);
    /** As Azure posts it; settles when the bot has taken it. */
    async function post(rule: string, firing: string, over?: true): Promise<void> {
      const answer = await fetch(`${story.botUrl}/webhooks/azure/${secrets.azureWebhook}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(azureAlert(rule, firing, { at: await now(), ...(over === undefined ? {} : { over }) })),
      });
      expect(answer.status).toBe(202);
    }
    const everything = (): Promise<readonly (readonly Message[])[]> => Promise.all(sides.map(rooms.own));

    it('23 announces nothing again, and what began meanwhile although its webhook never came', async () => {
      await story.startScenario('slow-database');
      // Azure's alert is three minutes away: none of its webhooks comes through.
      await story.fault({ target: 'azure-webhook', status: 503 });
      await story.advance('150s');
      for (const platform of sides) await rooms.card(platform, 'INC-1', 'Error spike in compliance');
      await killed();
      await story.advance('5m');
      for (const platform of sides) {
        const card = await rooms.card(platform, 'INC-1', 'found by asking Azure; its webhook did not come');
        expect(card.text).toMatch(/compliance-slow-responses.*found by asking Azure/u);
        expect(card.text).not.toMatch(/Timeouts of compliance.*found by asking/u);
        await rooms.line(platform, 'Alert joined: compliance-slow-responses');
        await rooms.line(platform, 'Alert joined: Timeouts of compliance');
      }
    });

    it('23 announces nothing again when nothing has changed', async () => {
      const before = await everything();
      await killed();
      await story.advance('5m');
      expect(await everything()).toEqual(before);
      for (const platform of sides) {
        expect(await rooms.roots(platform)).toHaveLength(1);
        expect(await rooms.told(platform, 'Alert joined: compliance-slow-responses')).toHaveLength(1);
      }
    });

    it('19 tells in the thread that an alert is over although nobody posted it', async () => {
      await story.advance('18m');
      for (const platform of sides) {
        await rooms.line(platform, 'Alert resolved: compliance-slow-responses');
        expect(await rooms.told(platform, 'Alert resolved: compliance-slow-responses')).toHaveLength(1);
      }
      await story.fault({ target: 'azure-webhook', clear: true });
      await story.advance('7m');
      for (const platform of sides) await rooms.line(platform, 'Resolved: all alerts have been quiet for 5 minutes');
    });

    it('19 tells in the thread what ended just before it was killed', async () => {
      await post('disk-full', 'one');
      await story.advance('1m');
      const cards = await Promise.all(sides.map((platform) => rooms.card(platform, 'INC-2', 'disk-full')));
      await post('disk-full', 'one', true);
      await killed();
      await story.advance('2m');
      for (const [index, platform] of sides.entries()) {
        const line = await rooms.line(platform, 'Alert resolved: disk-full');
        expect(line.thread).toBe(cards[index]?.id);
      }
    });

    it('20 opens again what fires soon after it was resolved, anew what fires later, and nothing for an end alone', async () => {
      await story.advance('6m');
      for (const platform of sides) await rooms.card(platform, 'INC-2', 'all alerts have been quiet for 5 minutes');
      await post('never-fired', 'none', true);
      await post('disk-full', 'two');
      await story.advance('2m');
      for (const platform of sides) await rooms.line(platform, 'Opened again: disk-full fires again');
      await post('disk-full', 'two', true);
      await story.advance('11m');
      for (const platform of sides) await rooms.card(platform, 'INC-2', 'all alerts have been quiet for 10 minutes');
      await story.advance('31m');
      await post('disk-full', 'three');
      await story.advance('1m');
      for (const platform of sides) {
        await rooms.card(platform, 'INC-3', 'disk-full');
        expect((await rooms.roots(platform)).map((one) => /INC-\d+/u.exec(one.text)?.[0])).toEqual(['INC-1', 'INC-2', 'INC-3']);
      }
    });
  });
}
