import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { issueToken } from '../../emulators/azure/tokens.ts';
import { subscriptions } from '../../emulators/estate/resources.ts';
import { type Demo, startDemo } from '../../emulators/start-demo.ts';
import { secrets } from '../../emulators/world.ts';
import { type Control, createControl, fromBot, type Platform } from '../harness/control.ts';
import { playLogs } from './logs.ts';
import type { Exchange } from './openapi.ts';
import { startRecorder } from './recorder.ts';

const platforms: readonly Platform[] = ['slack', 'teams'];

/** Plays a day of the demo, with the real bot as a process of its own, and gives back everything that emulators and bot said to each other. */
export async function playTraffic(): Promise<readonly Exchange[]> {
  const recorder = startRecorder();
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-contracts-'));
  const demo = await startDemo({ port: 0, botPort: 0, folder, page: false });
  try {
    const control = createControl(demo.url);
    await check(demo);
    await charts(control);
    await incident(control);
    await alerts(demo, control);
    await refusals(demo, control);
    await playLogs(demo, control);
    return recorder.exchanges;
  } finally {
    await demo.stop();
    recorder.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** `tocsin check`, which asks every system for what it needs of it. */
async function check({ configured }: Demo): Promise<void> {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, 'check', '--config', configured.configFile], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...configured.variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`tocsin check failed:\n${said}`);
}

/** Every kind of question: several metrics and resources, long and short, split, filtered and compared. */
const questions = [
  'chart cpu of bps-website',
  'chart memory of bps-website, pixcrawler over 24h',
  'chart response time of compliance over 7d vs 1w',
  'chart requests of compliance over 30d every 1h',
  'chart requests of compliance by request/resultCode top 3',
  'chart requests of compliance where request/resultCode 200, 500',
  'chart maximum cpu of packamal over 1h in Europe/Berlin',
  'chart nonsense of compliance',
  'resources',
  'services',
  'home',
  'charts',
] as const;

const buttons = ['7 d', '‹ Earlier', 'vs last week', 'CSV'] as const;

async function charts(control: Control): Promise<void> {
  for (const platform of platforms) {
    const typed = (words: string): string => (platform === 'slack' ? `/tocsin ${words}` : `@Tocsin ${words}`);
    for (const question of questions) {
      await answered(control, platform, question, () => control.say(platform, 'ops', 'ben', typed(question)));
    }
    const drawn = await control.until(
      platform,
      'ops',
      'a chart',
      fromBot((one) => one.images.length > 0),
    );
    for (const button of buttons) {
      await answered(control, platform, `a click on ${button}`, () => control.click(platform, drawn.id, 'eva', button));
    }
    await form(control, platform, typed('chart'));
  }
}

/** The form of a chart: opened, searched in, and sent. */
async function form(control: Control, platform: Platform, typed: string): Promise<void> {
  await control.say(platform, 'ops', 'ben', typed);
  const open = await control.until(platform, 'ops', 'the form', (all) => all.find((one) => one.form != null));
  const id = open.form?.id ?? '';
  const [target = ''] = await control.search(platform, id, 'ben', 'Service, resource or kind', 'bps-web');
  const [metric = ''] = await control.search(platform, id, 'ben', 'Metric', 'cpu');
  await answered(control, platform, 'the form', () =>
    control.submit(platform, id, 'ben', { Metric: metric, 'Service, resource or kind': target, 'Over the last': '1h' }),
  );
}

async function answered(control: Control, platform: Platform, what: string, ask: () => Promise<void>): Promise<void> {
  const before = Math.max(0, ...(await control.messages(platform, 'ops')).map((one) => one.seq));
  await ask();
  await control.until(platform, 'ops', `the answer to ${what}`, (all) => all.find((one) => one.seq > before && one.user === 'tocsin'));
}

/** From the first alert to the end, with an issue in JIRA. */
async function incident(control: Control): Promise<void> {
  await control.startScenario('slow-database');
  await control.advance('5m');
  const card = (words: string) => fromBot((one) => one.thread == null && one.text.includes('INC-1') && one.text.includes(words));
  const [inSlack, inTeams] = await Promise.all(platforms.map((platform) => control.until(platform, 'incidents', 'the incident', card(''))));
  await control.click('slack', inSlack?.id ?? '', 'ben', 'Acknowledge');
  await control.click('teams', inTeams?.id ?? '', 'ben', 'Open JIRA');
  await control.until('teams', 'incidents', 'the issue on the card', card('JIRA'));
  await answered(control, 'teams', 'a note', () => control.say('teams', 'ops', 'ben', '@Tocsin timeline add to INC-1 rolled back'));
  await answered(control, 'teams', 'the story', () => control.say('teams', 'ops', 'ben', '@Tocsin timeline INC-1'));
  await control.advance('30m');
  for (const platform of platforms) await control.until(platform, 'incidents', 'the resolved card', card('Resolved'));
}

/** What happened, as the systems' own lists tell it, and a state that somebody changes. */
async function alerts(demo: Demo, control: Control): Promise<void> {
  await send(`${demo.url}/control/alert-rules`, {}, { webhook: 'secure' });
  for (const scenario of ['bad-release', 'job-failures']) await control.startScenario(scenario);
  await control.advance('20m');
  const arm = bearer('https://management.azure.com');
  const sentry = { authorization: `Bearer ${secrets.sentryToken}` };
  const listed = z.object({ value: z.array(z.object({ id: z.string() })), nextLink: z.string().optional() });
  for (const { id } of subscriptions) {
    const list = `${demo.url}/azure/arm/subscriptions/${id}/providers/Microsoft.AlertsManagement/alerts?api-version=2019-03-01`;
    const page = listed.parse(await send(`${list}&timeRange=7d&pageCount=1`, arm, undefined));
    if (page.nextLink !== undefined) await send(page.nextLink, arm, undefined);
    await send(`${list}&includeContext=true&monitorCondition=Fired`, arm, undefined);
    await send(`${list}&pageCount=251`, arm, undefined);
    const [first] = page.value;
    if (first === undefined) continue;
    const one = `${demo.url}/azure/arm${first.id}`;
    await send(`${one}?api-version=2019-03-01`, arm, undefined);
    await send(`${one}/changestate?api-version=2019-03-01&newState=Acknowledged`, arm, { comments: 'seen' });
  }
  const organization = `${demo.url}/sentry/api/0/organizations/example`;
  await send(`${organization}/events-timeseries/?dataset=errors&interval=5m&statsPeriod=6h&yAxis=count()`, sentry, undefined);
  await send(`${organization}/events-timeseries/?dataset=errors&interval=1m&statsPeriod=1h&groupBy=project`, sentry, undefined);
  const [issue] = z.array(z.object({ id: z.string() })).parse(await send(`${organization}/issues/?statsPeriod=24h`, sentry, undefined));
  await send(`${organization}/issues/${issue?.id ?? ''}/`, sentry, undefined);
}

const bearer = (audience: string) => ({ authorization: `Bearer ${issueToken(secrets.azureTenant, secrets.azureClientId, audience)}` });

/** What the systems answer to those they do not know, to what is malformed, and when they are in trouble. */
async function refusals(demo: Demo, control: Control): Promise<void> {
  const arm = bearer('https://management.azure.com');
  const batch = `/azure/metrics/westeurope/subscriptions/x/metrics:getBatch?api-version=2024-02-01&metricnames=cpu&metricnamespace=microsoft.web/sites`;
  const asked = [
    { path: '/azure/arm/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01', headers: {}, body: { query: 'resources' } },
    { path: '/azure/arm/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01', headers: arm, body: { query: 'nonsense |' } },
    { path: batch, headers: arm, body: { resourceids: [] } },
    { path: batch, headers: bearer('https://metrics.monitor.azure.com'), body: { resourceids: [] } },
    { path: '/jira/rest/api/3/issue', headers: {}, body: { fields: {} } },
    { path: '/jira/rest/api/3/issue', headers: jiraHeaders, body: { fields: {} } },
    { path: '/jira/rest/api/3/search/jql', headers: jiraHeaders, body: { jql: 'nonsense' } },
  ];
  for (const { path, headers, body } of asked) await send(`${demo.url}${path}`, headers, body);
  for (const target of ['azure/arm', 'azure/metrics', 'teams/v3', 'jira', 'sentry']) {
    for (const status of [429, 500, 503]) await control.fault({ target, status, count: 1 });
  }
  for (const { path, headers, body } of asked) for (const _again of [1, 2, 3]) await send(`${demo.url}${path}`, headers, body);
  for (const _status of [1, 2, 3]) await send(`${demo.url}/teams/v3/conversations/nowhere/activities`, {}, { type: 'message', text: 'x' });
  for (const _status of [1, 2, 3]) await send(`${demo.url}/sentry/api/0/organizations/example/releases/`, {}, undefined);
  await control.fault({ clear: true });
}

const jiraHeaders = { authorization: `Basic ${Buffer.from(`tocsin@example.com:${secrets.jiraToken}`).toString('base64')}` };

async function send(url: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.json().catch(() => undefined);
}
