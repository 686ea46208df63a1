import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPlain } from '../../src/core/clauses.ts';
import { defineCommand } from '../../src/core/command.ts';
import { sentence } from '../../src/core/document.ts';
import { replyToChannel } from '../../src/core/invocation.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { createRouter, type Router } from '../../src/core/router.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { type SlackWire, startSlackWire } from '../../test/fakes/slack-wire.ts';
import { temporaryFolder } from '../../test/fakes/temporary-folder.ts';

const signal = new AbortController().signal;

let wire: SlackWire | undefined;
let ledger: Ledger | undefined;
afterEach(async () => {
  await wire?.stop();
  await ledger?.close();
  wire = undefined;
  ledger = undefined;
});

/** A bot with a real ledger; `done` counts how often the command that changes something was run. */
async function startBot() {
  const folder = await temporaryFolder();
  const clock = createHandClock();
  const store = await openSqliteLedger({ file: join(folder, 'ledger.db'), clock });
  ledger = store;
  let done = 0;
  const ack = defineCommand<readonly string[], object>({
    name: 'ack',
    summary: 'acknowledges',
    usage: 'ack INCIDENT',
    examples: ['ack INC-1'],
    permission: 'viewer',
    changes: 'state',
    args: (words) => readPlain(words, 1, ['ack INC-1']),
    run: async () => {
      done += 1;
      return replyToChannel(sentence('Acknowledged.'));
    },
  });
  let running: SlackWire | undefined;
  const newRouter = (): Router =>
    createRouter<object>({
      commands: [ack],
      services: {},
      access: () => ({ default: 'viewer', roles: { responder: [], admin: [] } }),
      ledger: store,
      settings: { get: async () => undefined },
      clock,
      log: createLogList(),
      suggest: () => undefined,
      observe: () => {},
      example: (words) => words,
      respond: (invocation) => ({
        report: () => undefined,
        deliver: async (reply) => void (await running?.adapter.respond(invocation, reply, { signal })),
      }),
    });
  let router = newRouter();
  running = await startSlackWire({ receive: (invocation) => router.accept(invocation) });
  wire = running;
  return {
    running,
    done: () => done,
    settle: () => router.idle(),
    restart: async () => {
      await router.stop();
      router = newRouter();
    },
  };
}

const mention = {
  type: 'event_callback',
  event_id: 'Ev16',
  event: { type: 'app_mention', user: 'U1', channel: 'C1', ts: '1.1', text: '<@UBOT> ack INC-1' },
};
const again = (count: number) => ({ 'x-slack-retry-num': String(count), 'x-slack-retry-reason': 'http_timeout' });

describe('scenario 16: what Slack delivers more than once', () => {
  it('has one effect and one answer when it comes three times more, also across a restart', async () => {
    const { running, done, settle, restart } = await startBot();
    expect((await running.event(mention)).status).toBe(200);
    await settle();
    expect((await running.event(mention, again(1))).status).toBe(200);
    await restart();
    expect((await running.event(mention, again(2))).status).toBe(200);
    expect((await running.event(mention, again(3))).status).toBe(200);
    await settle();
    expect(running.received).toHaveLength(4);
    expect(done()).toBe(1);
    expect(running.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('has one effect when all of it comes at once', async () => {
    const { running, done, settle } = await startBot();
    await Promise.all([running.event(mention), ...[1, 2, 3].map((count) => running.event(mention, again(count)))]);
    await settle();
    expect(done()).toBe(1);
    expect(running.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('is two commands when two people say the same', async () => {
    const { running, done, settle } = await startBot();
    await running.event(mention);
    await running.event({ ...mention, event_id: 'Ev17' });
    await settle();
    expect(done()).toBe(2);
  });
});
