import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { type Document, heading, sentence } from '../../src/core/document.ts';
import { replyInPlace, replyToSender } from '../../src/core/invocation.ts';
import { type HarnessOptions, startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { createTeamsAdapter } from './index.ts';

let harness: TeamsHarness;
const start = async (options?: HarnessOptions): Promise<TeamsHarness> => {
  harness = await startTeamsHarness(options);
  return harness;
};
afterEach(() => harness.stop());

const options = { signal: AbortSignal.timeout(60_000), mark: 'mark-1' };
const card: Document = {
  summary: 'Checkout is slow',
  blocks: [heading('INC-1'), { kind: 'actions', items: [button('Acknowledge', 'ack INC-1')] }],
};
const seqOf = (id: string): number => harness.emulator.messages.get(id)?.seq ?? 0;

async function posted(channel: string, document: Document = card): Promise<{ platform: string; channel: string; id: string }> {
  const delivery = await harness.adapter.post({ platform: 'teams', channel }, document, options);
  if (!delivery.ok || delivery.ref === undefined) throw new Error('not posted');
  return delivery.ref;
}

describe('clicks', () => {
  it('carry the button’s command, and the card changes for everybody', async () => {
    await start();
    const root = await posted('incidents');
    harness.onInvocation = async (invocation) => {
      void harness.adapter.respond(invocation, replyInPlace(sentence('Acknowledged by Ben Okafor')), options);
    };
    const before = seqOf(root.id);
    await harness.emulator.click({ message: root.id, user: 'ben', button: 'Acknowledge' });
    expect(await harness.nextInvocation()).toMatchObject({
      text: 'ack INC-1',
      origin: { kind: 'clicked', message: root },
      place: { thread: undefined },
      actor: { email: 'ben@example.com' },
    });
    const changed = await harness.emulator.messages.wait({ channel: root.channel, after: before }, 5_000);
    expect(changed).toMatchObject([{ id: root.id, text: 'Acknowledged by Ben Okafor', edited: true }]);
  });

  it('that are refused are answered in the thread', async () => {
    await start();
    const root = await posted('incidents');
    harness.onInvocation = async (invocation) => {
      void harness.adapter.respond(invocation, replyToSender(sentence('Only a responder may use resolve.')), options);
    };
    await harness.emulator.click({ message: root.id, user: 'eva', button: 'Acknowledge' });
    const [answer] = await harness.emulator.messages.wait({ channel: root.channel, after: seqOf(root.id) }, 5_000);
    expect(answer).toMatchObject({ thread: root.id, text: 'Only a responder may use resolve.' });
  });

  it('that a restart falls upon are answered, and the card changes afterwards', async () => {
    await start();
    const root = await posted('incidents');
    const clicked = harness.emulator.click({ message: root.id, user: 'ben', button: 'Acknowledge' });
    const stored = JSON.parse(JSON.stringify(await harness.nextInvocation()));
    await harness.adapter.stop();
    await clicked;
    expect(await createTeamsAdapter(harness.options).respond(stored, replyInPlace(sentence('Later')), options)).toMatchObject({ ok: true });
    expect(harness.emulator.messages.get(root.id)?.text).toBe('Later');
  });

  it('on a choice run the command of the option that was chosen', async () => {
    await start();
    const items = [
      {
        kind: 'select',
        label: 'Range',
        options: [
          { label: 'a day', command: 'chart cpu of x over 1d' },
          { label: 'a week', command: 'chart cpu of x over 7d' },
        ],
      },
    ] as const;
    const root = await posted('ops', { summary: 's', blocks: [{ kind: 'actions', items }] });
    harness.onInvocation = async (one) => void harness.adapter.respond(one, replyInPlace(sentence('ok')), options);
    await harness.emulator.click({ message: root.id, user: 'ana', button: 'Range', option: 'a week' });
    expect((await harness.nextInvocation()).text).toBe('chart cpu of x over 7d');
  });
});
