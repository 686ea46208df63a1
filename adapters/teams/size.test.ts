import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { type Block, facts, heading, plain, text } from '../../src/core/document.ts';
import { startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { dotCharts, utcTime } from '../../test/fakes/teams-needs.ts';
import { toActivity } from './activity.ts';
import { countBytes, fits, limits } from './limits.ts';
import { type RenderNeeds, renderDocument } from './render.ts';
import { tokenAnswer } from './schema.ts';

const needs: RenderNeeds = { charts: dotCharts, files: undefined, time: utcTime };
const { signal } = new AbortController();
const image = (url: string): object => ({ type: 'Image', url });
const render = (blocks: readonly Block[], change: Partial<RenderNeeds> = {}) =>
  renderDocument({ summary: 'In short', blocks }, { ...needs, ...change }, signal);
let harness: TeamsHarness | undefined;

/** Posts past the adapter, with a token of the bot's; gives the status. */
async function rawPost({ baseUrl, options }: TeamsHarness, channel: string, body: object): Promise<number> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: options.appId,
    client_secret: options.appPassword ?? '',
    scope: 'https://api.botframework.com/.default',
  });
  const granted = await fetch(`${baseUrl}/teams/login/${options.tenant}/oauth2/v2.0/token`, { method: 'POST', body: form });
  const { access_token: token } = tokenAnswer.parse(await granted.json());
  const answered = await fetch(`${baseUrl}/teams/v3/conversations/${encodeURIComponent(channel)}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answered.status;
}

afterEach(async () => {
  await harness?.stop();
  harness = undefined;
});

describe('what does not fit', () => {
  const rows = Array.from({ length: 400 }, (_, index) => [{ text: `service-${index}` }, { text: `${index} %` }]);
  const large: Block = {
    kind: 'table',
    columns: [
      { title: 'Service', align: 'left' },
      { title: 'CPU', align: 'right' },
    ],
    rows,
  };

  it('is cut visibly and linked to in full', async () => {
    const kept: { name: string; content: Uint8Array }[] = [];
    const publish = async (name: string, _type: string, content: Uint8Array): Promise<string> => {
      kept.push({ name, content });
      return 'https://tocsin.example/files/message.txt';
    };
    const rendered = await render([large], { files: { publish } });
    const { card } = rendered;
    const body = JSON.stringify(card.body);
    expect(fits(toActivity(rendered))).toBe(true);
    expect(body).toMatch(/"\d+ of 400 shown"/u);
    expect(body).toContain('https://tocsin.example/files/message.txt');
    expect(kept).toHaveLength(1);
    expect(new TextDecoder().decode(kept[0]?.content)).toContain('service-399\t399 %');
  });

  it('says where the rest is when nothing can be linked to', async () => {
    const { card } = await render([large]);
    expect(JSON.stringify(card.body)).toContain('tocsin run shows all of it');
  });

  it.each([
    ['one text of 200,000 characters', [text('é'.repeat(200_000))]],
    ['100,000 lines', [text('x\n'.repeat(100_000))]],
    ['5,000 blocks', Array.from({ length: 5_000 }, () => heading('h'))],
    ['2,000 facts', [facts(...Array.from({ length: 2_000 }, (_, index) => ({ label: `l${index}`, value: [plain('v'.repeat(300))] })))]],
    [
      '1,000 buttons',
      [{ kind: 'actions', items: Array.from({ length: 1_000 }, (_, index) => button(`b${index}`, `chart ${'c'.repeat(200)}`)) }],
    ],
    [
      'a table of 60 columns',
      [{ kind: 'table', columns: Array.from({ length: 60 }, () => ({ title: 'c'.repeat(50), align: 'left' })), rows: [] }],
    ],
  ] as [string, Block[]][])('%s stay within the card’s size, and say that they were cut', async (_name, blocks) => {
    const rendered = await render(blocks);
    const { card } = rendered;
    expect(fits(toActivity(rendered))).toBe(true);
    expect(JSON.stringify(card.body)).toMatch(/shown|cut|not fit/u);
  });

  it('whatever the script is, a text is whole up to the limit and cut beyond it, and Teams takes it', async () => {
    harness = await startTeamsHarness();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a', 'é', 'я', '漢', '😀', '👩🏽‍🚒', '\\', '"', '\u0007'),
        fc.integer({ min: 0, max: 30_000 }),
        async (character, length) => {
          const document = { summary: 'In short', blocks: [text(`${character.repeat(length)}.`)] };
          const { card } = await renderDocument(document, needs, signal);
          const delivery = await harness?.adapter.post({ platform: 'teams', channel: 'ops' }, document, { signal, mark: 'size' });
          expect(delivery).toMatchObject({ ok: true });
          const cut = JSON.stringify(card.body).includes('This message was cut');
          // A text of 8,000 characters fits even where each of them is written by two.
          if (character.length * length < 7_900) expect(cut).toBe(false);
          if (character.length * length > 8_000) expect(cut).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  }, 30_000);

  it('bytes are those of UTF-16, without pictures', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (words) => {
        const activity = { text: words };
        expect(countBytes(activity)).toBe(Buffer.byteLength(JSON.stringify(activity), 'utf16le'));
        expect(countBytes({ ...activity, body: [image(`data:image/png;base64,${'A'.repeat(50_000)}`)] })).toBe(
          countBytes({ ...activity, body: [image('')] }),
        );
      }),
    );
  });

  it('text that only looks like a picture counts, to the emulator as well', async () => {
    const bait = `data:image/png;base64,${'A'.repeat(8_000)}`;
    expect(countBytes({ text: bait })).toBeGreaterThan(16_000);
    harness = await startTeamsHarness();
    const document = { summary: 'In short', blocks: Array.from({ length: 10 }, () => text(bait)) };
    const rendered = await renderDocument(document, needs, signal);
    expect(fits(toActivity(rendered))).toBe(true);
    expect(await harness.adapter.post({ platform: 'teams', channel: 'ops' }, document, { signal, mark: 'size' })).toMatchObject({
      ok: true,
    });
    const body = { type: 'message', text: '', attachments: [{ contentType: 'text/plain', content: { text: bait.repeat(3) } }] };
    const ops = harness.emulator.channels().find((one) => one.name === 'ops')?.id ?? '';
    expect(await rawPost(harness, ops, body)).toBe(413);
  });

  it('a message that Teams finds too large all the same comes in short, with its buttons', async () => {
    harness = await startTeamsHarness();
    harness.faults.add({ target: 'teams/v3', status: 413, count: 1 });
    const blocks = [large, { kind: 'actions', items: [button('Acknowledge', 'ack INC-1')] } satisfies Block];
    const sent = await harness.adapter.post({ platform: 'teams', channel: 'ops' }, { summary: 'INC-1', blocks }, { signal, mark: 'size' });
    expect(sent).toMatchObject({ ok: true });
    const shown = harness.emulator.messages.list({}).at(-1);
    expect(shown).toMatchObject({ text: expect.stringMatching(/^INC-1\nThis message was cut/u), buttons: ['Acknowledge'] });
  });

  it('a table is drawn as far as the message holds, and not much less', async () => {
    const { card, summary } = await render([large]);
    expect(countBytes(toActivity({ card, summary }))).toBeGreaterThan(limits.message / 3);
  });

  it('never cuts a character in two', async () => {
    const { card } = await render([text('😀'.repeat(20_000))]);
    expect(JSON.stringify(card)).not.toMatch(/\\ud[89a-f]/iu);
  });
});
