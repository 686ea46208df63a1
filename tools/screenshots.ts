/**
 * Takes the pictures of docs/images from a demo of its own: the three uses, on both sides. Run by hand, with Chromium and a
 * font that has emoji (Debian: apt-get install chromium fonts-noto-color-emoji): `npx node tools/screenshots.ts`.
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
  // A caret that blinks would make every run's picture another one.
  await chat.page.screenshot({ path: join(images, `${name}.png`), caret: 'hide' });
  process.stdout.write(`docs/images/${name}.png\n`);
}

async function chart(chat: ChatPage, platform: Platform): Promise<void> {
  await chat.openChannel('ops');
  await chat.say(`${platform === 'slack' ? '/tocsin' : '@Tocsin'} chart cpu of bps-website over 24h`);
  await chat.messages({ picture: true }).getByRole('img').waitFor();
  await takePicture(chat, `${platform}-chart`);
}

async function incident(chat: ChatPage, platform: Platform): Promise<void> {
  await chat.openChannel('incidents');
  const card = chat.messages({ text: 'INC-1', root: true });
  if (platform === 'slack') {
    await chat.press('Start the scenario');
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

async function digest(chat: ChatPage, platform: Platform): Promise<void> {
  await chat.openChannel('ops');
  if (platform === 'slack') await chat.press('To 09:00');
  await chat
    .messages({ text: /pixcrawler[^]*packamal/iu })
    .last()
    .waitFor();
  // The page of the other side hears of the moved clock a little later.
  await chat.page.getByLabel('The demo’s clock').filter({ hasText: '09:00' }).waitFor();
  await takePicture(chat, `${platform}-digest`);
}

const folder = await mkdtemp(join(tmpdir(), 'tocsin-screenshots-'));
await mkdir(images, { recursive: true });
const demo = await startDemo({ port: 0, botPort: 0, folder, page: true, clockStart: new Date().setUTCHours(4, 30, 0, 0) });
const browser = await openBrowser();
const sides = [
  { platform: 'slack', chat: await openChatPage(browser, demo.url, 'slack') },
  { platform: 'teams', chat: await openChatPage(browser, demo.url, 'teams') },
] as const;
for (const use of [chart, incident, digest]) for (const { chat, platform } of sides) await use(chat, platform);
await browser.close();
await demo.stop();
await rm(folder, { recursive: true });
