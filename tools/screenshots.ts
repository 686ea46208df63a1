/**
 * Takes the pictures of docs/images from a demo of its own: the three uses, a query, why an alert was
 * announced and the form of a chart on both sides, the home page, and a telephone. Run by hand, with Chromium and a font that has emoji (Debian: apt-get install chromium fonts-noto-color-emoji):
 * `npx node tools/screenshots.ts`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../emulators/demo.ts';
import { openBrowser } from '../test/browser/browser.ts';
import { type ChatPage, openChatPage, type Platform } from '../test/browser/chat-page.ts';

const images = fileURLToPath(new URL('../docs/images', import.meta.url));

async function takePicture(chat: ChatPage, name: string): Promise<void> {
  // A pointer over a message shows what can be done with it.
  await chat.page.mouse.move(640, 2);
  // A caret that blinks, or a drawer that slides, would make every run's picture another one.
  await chat.page.screenshot({ path: join(images, `${name}.png`), caret: 'hide', animations: 'disabled' });
  process.stdout.write(`docs/images/${name}.png\n`);
}

async function chart(chat: ChatPage, platform: Platform): Promise<void> {
  await chat.openChannel('ops');
  await chat.say(`${platform === 'slack' ? '/tocsin' : '@Tocsin'} chart cpu of bps-website over 24h`);
  await chat.messages({ picture: true }).getByRole('img').waitFor();
  await takePicture(chat, `${platform}-chart`);
}

async function query(chat: ChatPage, platform: Platform): Promise<void> {
  const said = platform === 'slack' ? '/tocsin' : '@Tocsin';
  await chat.openChannel('ops');
  await chat.say(`${said} kql in compliance over 6h requests | wher success == false | count`);
  await chat.messages({ text: 'Did you mean' }).last().waitFor();
  await chat.say(
    `${said} kql in compliance over 6h requests | summarize calls = sum(itemCount), p95 = percentilew(duration, itemCount, 95) by name | top 5 by p95`,
  );
  await chat
    .messages({ text: 'GET /health' })
    .or(chat.messages({ text: '5 rows' }))
    .last()
    .waitFor();
  await takePicture(chat, `${platform}-query`);
}

async function incident(chat: ChatPage, platform: Platform): Promise<void> {
  await chat.openChannel('incidents');
  const card = chat.messages({ text: 'INC-1', root: true });
  if (platform === 'slack') {
    await chat.press('Start Slow database');
    await chat.press('+5 min');
    await chat.speakAs('ben');
    await card.getByRole('button', { name: 'Acknowledge' }).click();
    await card.getByRole('button', { name: 'Open JIRA' }).click();
  }
  await card
    .getByText(/COMP-\d+/u)
    .first()
    .waitFor();
  if (platform === 'slack') {
    await chat.page.getByRole('button', { name: /\d+ replies/u }).click();
    await chat.page
      .getByRole('complementary', { name: 'Thread' })
      .getByText(/COMP-\d+/u)
      .first()
      .waitFor();
  }
  await card.evaluate((element) => element.scrollIntoView());
  await takePicture(chat, `${platform}-incident`);
}

/** What fires and where it went, and why: each decision with its rule. */
async function alerts(chat: ChatPage, platform: Platform): Promise<void> {
  const said = platform === 'slack' ? '/tocsin' : '@Tocsin';
  await chat.openChannel('ops');
  await chat.say(`${said} alerts of compliance`);
  await chat.messages({ text: 'alerts of compliance fire' }).last().waitFor();
  await chat.say(`${said} why Timeouts`);
  await chat.messages({ text: 'It fires and is announced in' }).last().waitFor();
  await takePicture(chat, `${platform}-why`);
}

async function digest(chat: ChatPage, platform: Platform): Promise<void> {
  await chat.openChannel('ops');
  if (platform === 'slack') await chat.press('To 09:00');
  await chat
    .messages({ text: /pixcrawler[^]*packamal/iu })
    .last()
    .waitFor();
  // The page of the other side hears of the moved clock a little later.
  await chat.page.getByRole('button', { name: 'Demo controls' }).filter({ hasText: '09:00' }).waitFor();
  await takePicture(chat, `${platform}-digest`);
}

async function form(chat: ChatPage, platform: Platform): Promise<void> {
  await chat.openDirect();
  await chat.say(platform === 'slack' ? '/tocsin chart' : 'chart');
  const form = platform === 'slack' ? chat.page.getByRole('dialog') : chat.messages({ text: 'Draw a chart' }).last();
  const metric = form.getByLabel('Metric');
  await metric.click();
  await metric.pressSequentially('re');
  await form.getByText('Requests').last().waitFor();
  await takePicture(chat, `${platform}-form`);
  for (let escape = 0; escape < 2; escape += 1) await chat.page.keyboard.press('Escape');
}

async function home({ chat }: { readonly chat: ChatPage }): Promise<void> {
  await chat.openDirect();
  await chat.page.getByRole('tab', { name: 'Home' }).click();
  await chat.page.getByRole('tabpanel', { name: 'Home' }).getByText('Compliance API').waitFor();
  await takePicture(chat, 'slack-home');
}

async function telephone({ chat }: { readonly chat: ChatPage }): Promise<void> {
  await chat.openChannel('incidents');
  await chat.page.emulateMedia({ colorScheme: 'dark' });
  await chat.page.setViewportSize({ width: 400, height: 800 });
  await takePicture(chat, 'slack-telephone');
}

const folder = await mkdtemp(join(tmpdir(), 'tocsin-screenshots-'));
await mkdir(images, { recursive: true });
const demo = await startDemo({ port: 0, botPort: 0, folder, page: true, clockStart: new Date().setUTCHours(4, 30, 0, 0) });
const browser = await openBrowser();
const sides = [
  { platform: 'slack', chat: await openChatPage(browser, demo.url, 'slack') },
  { platform: 'teams', chat: await openChatPage(browser, demo.url, 'teams') },
] as const;
for (const use of [chart, query, incident, alerts, form, digest]) for (const { chat, platform } of sides) await use(chat, platform);
await home(sides[0]);
await telephone(sides[0]);
await browser.close();
await demo.stop();
await rm(folder, { recursive: true });
