import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../emulators/demo.ts';
import { openBrowser } from './browser.ts';
import { type ChatPage, openChatPage } from './chat-page.ts';

describe('the chat page', () => {
  let folder = '';
  let demo: Demo;
  let browser: Browser;
  let slack: ChatPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-page-'));
    [demo, browser] = await Promise.all([startDemo({ port: 0, botPort: 0, folder, page: true }), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    slack = await openChatPage(browser, demo.url, 'slack');
  });
  afterEach(() => slack.close());

  it('shows an answer for one person to that person alone', async () => {
    await slack.say('/tocsin chart cpuu of bps-website');
    const mistake = slack.messages({ text: 'Did you mean cpu?' });
    await mistake.waitFor();
    expect(await mistake.getByText('Only visible to you').count()).toBe(1);

    await slack.speakAs('eva');
    await mistake.waitFor({ state: 'detached' });
  });

  it('opens a thread beside the channel, where one can answer and ask', async () => {
    await slack.say('What runs here?');
    const question = slack.messages({ text: 'What runs here?', root: true });
    await question.hover();
    await question.getByRole('button', { name: 'Reply in thread' }).click();
    const thread = slack.page.getByRole('complementary', { name: 'Thread' });
    await thread.getByRole('textbox', { name: 'Reply in the thread' }).fill('@Tocsin services');
    await thread.getByRole('button', { name: 'Reply' }).click();

    await thread.getByRole('article', { name: 'Reply by Tocsin' }).getByText('Compliance API').waitFor();
    await question.getByRole('button', { name: '2 replies' }).waitFor();
    expect(await thread.getByRole('article').count()).toBe(3);
    await thread.getByRole('button', { name: 'Close the thread' }).click();
    await thread.waitFor({ state: 'detached' });
  });

  it('keeps what was refused in the line and says why', async () => {
    await slack.page.route('**/control/say', (route) =>
      route.fulfill({ status: 404, contentType: 'application/json', body: '{"error":"There is no channel called ops."}' }),
    );
    await slack.say('hello');
    await slack.page.getByRole('alert').getByText('There is no channel called ops.').waitFor();
    await expect.poll(() => slack.page.getByRole('textbox', { name: 'Message #ops' }).inputValue()).toBe('hello');
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = slack;
    await page.getByRole('button', { name: 'Slack', exact: true }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Microsoft Teams, emulated').waitFor();
    for (let tabs = 0; tabs < 30 && (await page.evaluate(() => document.activeElement?.tagName)) !== 'TEXTAREA'; tabs += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.type('@Tocsin services');
    await page.keyboard.press('Enter');
    const answer = page.getByRole('article', { name: 'Reply by Tocsin' });
    await answer.waitFor();
    expect(await answer.textContent()).toContain('bps-website');
  });

  it('has a direct conversation with the bot', async () => {
    await slack.openDirect();
    await slack.say('whoami');
    await slack.messages({ text: 'admin' }).waitFor();
    await slack.openChannel('incidents');
    expect(await slack.messages({ text: 'admin' }).count()).toBe(0);
  });

  it('says until when a scenario runs, instead of starting it again', async () => {
    await slack.press('Start Slow database');
    await slack.page.getByRole('button', { name: 'Demo controls' }).click();
    const button = slack.page.getByRole('button', { name: /^Slow database: running until \d\d:\d\d/u });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    const list = slack.page.getByRole('list', { name: 'Scenarios' });
    expect(await list.getByRole('button').count()).toBe(10);
    await list.getByRole('button', { name: 'Start Cache down' }).click();
    await list.getByRole('button', { name: /^Cache down: running until/u }).waitFor();
    await slack.page.getByRole('button', { name: 'Demo controls' }).getByText('2 scenarios run').waitFor();
  });

  it.each(['slack', 'teams'] as const)(
    'shows a picture of %s large when it is clicked, on a screen of 400 pixels too',
    async (platform) => {
      const chat = await openChatPage(browser, demo.url, platform);
      await chat.page.setViewportSize({ width: 400, height: 800 });
      await chat.openDirect();
      await chat.say('chart cpu of packamal');
      const picture = chat.messages({ picture: true }).getByRole('img');
      await picture.click();

      const large = chat.page.getByRole('dialog').getByRole('img');
      expect(await large.getAttribute('src')).toBe(await picture.getAttribute('src'));
      expect((await large.boundingBox())?.width).toBeGreaterThanOrEqual(800);
      await chat.page.keyboard.press('Escape');
      await large.waitFor({ state: 'detached' });
      await chat.close();
    },
  );

  it('fits a screen of 400 pixels and asks nothing of anybody else', async () => {
    const { page } = slack;
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).hostname));
    await page.setViewportSize({ width: 400, height: 800 });
    await page.reload();
    await page.getByRole('log').getByRole('article').first().waitFor();

    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    expect([...asked].filter((host) => host !== '' && host !== '127.0.0.1')).toEqual([]);
  });
});
