import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../emulators/demo.ts';
import { createControl } from '../harness/control.ts';
import { openBrowser } from './browser.ts';
import { type ChatPage, openChatPage, type Platform } from './chat-page.ts';

let folder = '';
let demo: Demo;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-newest-'));
  [demo, browser] = await Promise.all([startDemo({ port: 0, botPort: 0, folder, page: true }), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demo.stop();
  await rm(folder, { recursive: true });
});

/** How far the lower edge of what can be seen is from the end, px. */
const toTheEnd = (log: Locator): Promise<number> => log.evaluate((box) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight));

describe.each([
  { platform: 'slack', width: 1280, call: '/tocsin', chartsIn: 'ops' },
  { platform: 'slack', width: 400, call: '/tocsin', chartsIn: 'incidents' },
  { platform: 'teams', width: 1280, call: '@Tocsin', chartsIn: 'ops' },
  { platform: 'teams', width: 400, call: '@Tocsin', chartsIn: 'incidents' },
] as const)('the newest message, on the $platform side at $width pixels', ({ platform, width, call, chartsIn }) => {
  let chat: ChatPage;
  let log: Locator;
  const fill = async (on: Platform, words: string): Promise<void> => {
    for (let line = 0; line < 20; line += 1) await createControl(demo.url).say(on, 'random', 'ben', `${words} ${line}`);
  };
  beforeEach(async () => {
    chat = await openChatPage(browser, demo.url, platform);
    await chat.page.setViewportSize({ width, height: 800 });
    log = chat.page.getByRole('log', { name: /^Messages / });
  });
  afterEach(() => chat.close());

  it('is there when a channel is opened, also after another one was read from its beginning', async () => {
    await fill(platform, 'before');
    await chat.openChannel('random');
    await chat.messages({ text: 'before 19' }).last().waitFor();
    await expect.poll(() => toTheEnd(log)).toBeLessThan(2);
    await log.evaluate((box) => (box.scrollTop = 0));
    await chat.openChannel('ops');
    await chat.openChannel('random');
    await expect.poll(() => toTheEnd(log)).toBeLessThan(2);
  });

  it('is followed, with a picture that is loaded late', async () => {
    const allowed = Promise.withResolvers<void>();
    await chat.page.route(/\.png/u, async (route) => {
      await allowed.promise;
      await route.continue();
    });
    await chat.openChannel(chartsIn);
    const asked = chat.page.waitForRequest(/\.png/u);
    await chat.say(`${call} chart cpu of bps-website`);
    const picture = chat.messages({ picture: true }).getByRole('img');
    await asked;
    // As a reader who waits sees it: at the end, before the picture has its size.
    await expect.poll(() => toTheEnd(log)).toBeLessThan(2);
    allowed.resolve();
    await expect.poll(() => picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0)).toBe(true);
    await expect.poll(() => toTheEnd(log)).toBeLessThan(2);
    const href = await chat
      .messages({ picture: true })
      .getByRole('link')
      .filter({ has: chat.page.getByRole('img') })
      .getAttribute('href');
    expect(href).toBe(await picture.getAttribute('src'));
  });

  it('is followed also when the list has grown before the browser tells of the scroll before', async () => {
    await fill(platform, 'late');
    await chat.openChannel('random');
    await chat.messages({ text: 'late 19' }).last().waitFor();
    await expect.poll(() => toTheEnd(log)).toBeLessThan(2);
    await chat
      .messages()
      .last()
      .evaluate((message) => {
        message.style.paddingBottom = '500px';
        message.closest('[role="log"]')?.dispatchEvent(new Event('scroll'));
      });
    await expect.poll(() => toTheEnd(log)).toBeLessThan(2);
  });

  it('does not take the reader away from what is being read; a button leads there, and so does speaking', async () => {
    await fill(platform, 'to read');
    await chat.openChannel('random');
    await expect.poll(() => toTheEnd(log)).toBeLessThan(2);
    await log.hover();
    await chat.page.mouse.wheel(0, -400);
    await expect.poll(() => toTheEnd(log)).toBeGreaterThan(200);
    const before = await log.evaluate((box) => box.scrollTop);
    const button = chat.page.getByRole('button', { name: 'New messages' });
    expect(await button.count()).toBe(0);

    await createControl(demo.url).say(platform, 'random', 'eva', 'something new');
    await button.waitFor();
    expect(await log.evaluate((box) => box.scrollTop)).toBe(before);
    await button.click();
    await expect.poll(() => toTheEnd(log)).toBeLessThan(2);
    await button.waitFor({ state: 'detached' });

    await log.evaluate((box) => (box.scrollTop = 0));
    await expect.poll(() => toTheEnd(log)).toBeGreaterThan(200);
    await chat.say('I say something');
    await chat.messages({ text: 'I say something' }).last().waitFor();
    await expect.poll(() => toTheEnd(log)).toBeLessThan(2);
  });
});
