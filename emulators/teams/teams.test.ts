import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Document, sentence } from '../../src/core/document.ts';
import { openContract } from '../../test/contracts/openapi.ts';
import { startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { secrets, teamsWorld, users } from '../world.ts';
import { clickActivity, messageActivity, searchActivity } from './activities.ts';
import { channelActivity, deleteActivity, editActivity, installActivities, reactionActivity } from './events.ts';
import { groupChat, personalRoom, teamChannels } from './rooms.ts';

let harness: TeamsHarness;
beforeAll(async () => {
  harness = await startTeamsHarness();
});
afterAll(() => harness.stop());

const options = { signal: AbortSignal.timeout(60_000), mark: 'm' };
const ops = (): string => harness.emulator.channels().find((one) => one.name === 'ops')?.id ?? '';
const login = (change: Record<string, string> = {}): Promise<Response> =>
  fetch(`${harness.baseUrl}/teams/login/${teamsWorld.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: teamsWorld.appId,
      client_secret: secrets.teamsPassword,
      scope: 'https://api.botframework.com/.default',
      ...change,
    }),
  });
async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await (await login()).json());
  const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const response = await fetch(`${harness.baseUrl}/teams${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
const at = (conversation: string): string => `/v3/conversations/${encodeURIComponent(conversation)}/activities`;

describe('the login', () => {
  it('gives a token for the right secret', async () => {
    expect(await (await login()).json()).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3_599,
      access_token: expect.stringMatching(/^ey/u),
    });
  });

  it('refuses in the login’s own words', async () => {
    const wrong = await login({ client_secret: 'wrong' });
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({
      error: 'invalid_client',
      error_codes: [7_000_215],
      error_description: expect.stringContaining('AADSTS7000215'),
    });
    expect(await (await login({ client_id: 'other' })).json()).toMatchObject({ error: 'unauthorized_client' });
    expect(await (await login({ grant_type: 'password' })).json()).toMatchObject({ error: 'unsupported_grant_type' });
    expect(await (await login({ scope: 'https://graph.microsoft.com/.default' })).json()).toMatchObject({ error: 'invalid_scope' });
  });
});

describe('the connector', () => {
  it('wants the bot’s token', async () => {
    const response = await fetch(`${harness.baseUrl}/teams${at(ops())}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"type":"message"}',
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: 'Authorization has been denied for this request.' });
  });

  it('starts threads, answers in them, edits and deletes', async () => {
    const started = await call('POST', '/v3/conversations', {
      isGroup: true,
      channelData: { channel: { id: ops() } },
      activity: { type: 'message', text: 'root' },
    });
    expect(started).toMatchObject({ status: 201, body: { id: expect.stringContaining(`${ops()};messageid=`) } });
    const { id, activityId } = z.object({ id: z.string(), activityId: z.string() }).parse(started.body);
    const reply = await call('POST', at(id), { type: 'message', text: 'reply' });
    const { id: replyId } = z.object({ id: z.string() }).parse(reply.body);
    expect(harness.emulator.messages.get(replyId)).toMatchObject({ thread: activityId, text: 'reply' });
    expect(await call('PUT', `${at(id)}/${replyId}`, { type: 'message', text: 'changed' })).toEqual({ status: 200, body: { id: replyId } });
    expect(harness.emulator.messages.get(replyId)).toMatchObject({ text: 'changed', edited: true });
    expect((await call('DELETE', `${at(id)}/${replyId}`)).status).toBe(200);
    expect(harness.emulator.messages.get(replyId)).toBeUndefined();
  });

  it('answers with the connector’s errors', async () => {
    const code = (value: string) => ({ error: { code: value } });
    expect(await call('POST', at('19:nowhere@thread.tacv2'), { type: 'message' })).toMatchObject({
      status: 404,
      body: code('ConversationNotFound'),
    });
    expect(await call('POST', at(`${ops()};messageid=1`), { type: 'message' })).toMatchObject({
      status: 404,
      body: code('ConversationNotFound'),
    });
    expect(await call('PUT', `${at(ops())}/1`, { type: 'message' })).toMatchObject({
      status: 404,
      body: code('ActivityNotFoundInConversation'),
    });
    expect(await call('POST', at(ops()), { text: 'no type' })).toMatchObject({ status: 400, body: code('BadSyntax') });
    expect(await call('POST', at(ops()), { type: 'message', text: 'x'.repeat(21_000) })).toMatchObject({
      status: 413,
      body: code('MessageSizeTooBig'),
    });
    const content = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Blink', text: 'x' }] };
    const blinking = { contentType: 'application/vnd.microsoft.card.adaptive', content };
    expect(await call('POST', at(ops()), { type: 'message', attachments: [blinking] })).toMatchObject({
      status: 400,
      body: code('BadSyntax'),
    });
    const picture = { contentType: 'image/png', contentUrl: `data:image/png;base64,${'A'.repeat(100_000)}` };
    expect(await call('POST', at(ops()), { type: 'message', attachments: [picture] })).toMatchObject({ status: 201 });
  });

  it('knows the team’s channels and people', async () => {
    expect(await call('GET', `/v3/teams/${encodeURIComponent(teamsWorld.teamId)}/conversations`)).toMatchObject({
      body: { conversations: [{ name: 'ops' }, { name: 'incidents' }, { name: 'random' }] },
    });
    const members = `/v3/conversations/${encodeURIComponent(ops())}/members`;
    expect(await call('GET', `${members}/${users[0]?.teamsId}`)).toMatchObject({ status: 200, body: { email: 'ana@example.com' } });
    expect(await call('GET', `${members}/29:nobody`)).toMatchObject({ status: 404 });
    const ofTeam = `/v3/conversations/${encodeURIComponent(teamsWorld.teamId)}/members/${users[0]?.teamsId}`;
    expect(await call('GET', ofTeam)).toMatchObject({ status: 200, body: { email: 'ana@example.com' } });
    // The members of a thread cannot be asked for.
    const ofThread = `/v3/conversations/${encodeURIComponent(`${ops()};messageid=17`)}/members/${users[0]?.teamsId}`;
    expect(await call('GET', ofThread)).toMatchObject({ status: 404 });
    expect((await call('GET', members)).body).toHaveLength(3);
  });

  it('shows what a card says: texts in order, pictures, files and buttons', async () => {
    const run = (text: string, url?: string) => ({
      type: 'TextRun',
      text,
      ...(url === undefined ? {} : { selectAction: { type: 'Action.OpenUrl', url } }),
    });
    const content = {
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: 'one' },
        { type: 'RichTextBlock', inlines: [run('two '), 'three ', run('rows.csv', 'https://tocsin.example/charts/rows.csv?signature=x')] },
        { type: 'FactSet', facts: [{ title: 'four', value: 'five' }] },
        { type: 'ColumnSet', columns: [{ type: 'Column', items: [{ type: 'Image', url: 'data:image/png;base64,AA==', altText: 'six' }] }] },
      ],
      actions: [{ type: 'Action.Execute', title: 'Press' }],
    };
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
    const { id } = z.object({ id: z.string() }).parse((await call('POST', at(ops()), { type: 'message', attachments })).body);
    expect(harness.emulator.messages.get(id)).toMatchObject({
      text: 'one\ntwo three rows.csv\nfour: five',
      images: [{ url: 'data:image/png;base64,AA==', alt: 'six' }],
      files: [{ url: 'https://tocsin.example/charts/rows.csv?signature=x', name: 'rows.csv' }],
      buttons: ['Press'],
    });
  });

  it('lets typing pass without a trace', async () => {
    const before = harness.emulator.messages.list({}).length;
    expect((await call('POST', at(ops()), { type: 'typing' })).status).toBe(202);
    expect(harness.emulator.messages.list({})).toHaveLength(before);
  });
});

const contract = join(import.meta.dirname, '../../../shared/contracts/teams/ConnectorAPI.json');

describe.skipIf(!existsSync(contract))('against the official definitions (skipped where ../shared is absent)', () => {
  it('what the bot posts is an Activity, and what comes back is as defined', async () => {
    const { checkDefinition } = openContract(pathToFileURL(contract), ['Entity']);
    const posted = await harness.adapter.post({ platform: 'teams', channel: 'ops' }, sentence('hello'), options);
    const payloadOf = (one: typeof posted): unknown => (one.ok ? harness.emulator.messages.get(one.ref?.id ?? '')?.payload : undefined);
    expect(checkDefinition(payloadOf(posted), 'Activity')).toEqual([]);
    const fields = [{ kind: 'search', name: 'of', label: 'Of', source: 'targets', required: true }] as const;
    const form: Document = { summary: 'Form', blocks: [{ kind: 'form', title: 'Form', submit: 'Send', command: 'chart', fields }] };
    const withForm = await harness.adapter.post({ platform: 'teams', channel: 'ops' }, form, options);
    expect(payloadOf(withForm)).toBeDefined();
    expect(checkDefinition(payloadOf(withForm), 'Activity')).toEqual([]);
    const parameters = { isGroup: true, channelData: { channel: { id: ops() } }, activity: { type: 'message', text: 'x' } };
    expect(checkDefinition(parameters, 'ConversationParameters')).toEqual([]);
    expect(checkDefinition((await call('POST', '/v3/conversations', parameters)).body, 'ConversationResourceResponse')).toEqual([]);
    expect(checkDefinition((await call('POST', at(ops()), { type: 'message', text: 'x' })).body, 'ResourceResponse')).toEqual([]);
    expect(checkDefinition((await call('POST', at('nowhere'), { type: 'message' })).body, 'ErrorResponse')).toEqual([]);
  });

  it('what the platform sends is an Activity: messages, clicks, searches, edits, reactions, installations', () => {
    const { checkDefinition } = openContract(pathToFileURL(contract), ['Entity']);
    const [user] = users;
    const [room] = teamChannels;
    if (user === undefined || room === undefined) throw new Error('the world is empty');
    const context = { serviceUrl: `${harness.baseUrl}/teams`, at: '2026-11-20T09:00:00.000Z' };
    const sent = [
      messageActivity({ id: '2', user, room, root: '1', text: '@Tocsin help' }, context),
      messageActivity({ id: '3', user, room: personalRoom(user), root: undefined, text: 'help' }, context),
      clickActivity({ id: 'f:1', user, room, root: '1', message: '1', verb: 'command', data: { command: 'help' } }, context),
      searchActivity({ id: 'f:2', user, room, root: '1', message: '1', typed: 'bps', dataset: 'targets' }, context),
      editActivity({ id: '2', user, room: groupChat, root: undefined, text: '@Tocsin health' }, context),
      deleteActivity({ id: '2', user, room, root: '1' }, context),
      reactionActivity({ id: 'f:3', user, room, root: '1', message: '1', emoji: 'like', change: 'added' }, context),
      reactionActivity({ id: 'f:4', user, room, root: '1', message: '1', emoji: 'like', change: 'removed' }, context),
      channelActivity({ id: 'f:5', by: user, channel: room, change: 'channelDeleted' }, context),
      ...[room, groupChat, personalRoom(user)].flatMap((where) =>
        (['add', 'remove'] as const).flatMap((change) =>
          installActivities((nth) => `f:${nth}`, { by: user, room: where, change }, context),
        ),
      ),
    ];
    // Mentions and client information carry more than the base Entity that an Activity's definition names.
    const faults = sent.flatMap((one) => checkDefinition(one, 'Activity'));
    expect(faults).toEqual([]);
  });
});
