import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { createControl } from '../harness/control.ts';
import { type ChatPage, openChatPage, type Platform } from './chat-page.ts';
import { poorContrasts } from './contrast.ts';
import { useDemoBrowser } from './demo-browser.ts';

const { demo, browser } = useDemoBrowser();
let chat: ChatPage | undefined;
afterEach(() => chat?.close());

/** A conversation with people, a table, a mistake and an incident in it. */
async function filled(platform: Platform): Promise<ChatPage> {
  chat = await openChatPage(browser(), demo().url, platform);
  const call = platform === 'slack' ? '/tocsin' : '@Tocsin';
  await chat.say('Has anybody seen `this`?');
  await chat.say(`${call} services`);
  await chat.messages({ text: 'packamal' }).last().waitFor();
  await chat.say(`${call} chart cpuu of bps-website`);
  await chat.messages({ text: 'Did you mean cpu?' }).last().waitFor();
  await createControl(demo().url).say(platform, 'random', 'ben', 'Unread');
  return chat;
}

const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

describe.each(['slack', 'teams'] as const)('the %s side', (platform) => {
  it.each(['light', 'dark'] as const)('has enough contrast for its words, %s', async (colorScheme) => {
    const { page } = await filled(platform);
    await page.emulateMedia({ colorScheme });
    expect(await poorContrasts(page)).toEqual([]);
    await page.getByRole('button', { name: 'Demo controls' }).click();
    await page.getByRole('button', { name: /^You are / }).click();
    expect(await poorContrasts(page)).toEqual([]);
  });

  it('has a switch for light and dark that outlives a reload', async () => {
    const { page } = await filled(platform);
    await page.emulateMedia({ colorScheme: 'light' });
    const ground = (): Promise<string> => page.locator('.page').evaluate((one) => getComputedStyle(one).backgroundColor);
    const light = await ground();
    const colours = page.getByRole('button', { name: /^Colours: / });
    while (!(await colours.getAttribute('aria-label'))?.endsWith(' dark')) await colours.click();
    expect(await ground()).not.toBe(light);
    await page.reload();
    await expect.poll(ground).not.toBe(light);
  });

  it('fits a screen of 400 pixels, with everything that is pressed 40 pixels high', async () => {
    const { page } = await filled(platform);
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const small = await page.getByRole('button').evaluateAll((all) =>
      all.flatMap((one) => {
        const { height, width } = one.getBoundingClientRect();
        const shown = one.checkVisibility({ visibilityProperty: true }) && height > 0;
        return shown && (height < 40 || width < 40) ? [`${one.textContent || one.ariaLabel}: ${width} × ${height}`] : [];
      }),
    );
    expect(small).toEqual([]);

    await page.getByRole('button', { name: 'Conversations' }).click();
    await page.getByRole('button', { name: 'Demo controls' }).click();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: 'Tocsin' }).click();
    await page.getByRole('heading', { name: 'Tocsin' }).waitFor();
  });

  it('asks nothing of anybody but the demo', async () => {
    const asked = new Set<string>();
    chat = await openChatPage(browser(), demo().url, platform);
    chat.page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await chat.page.reload();
    await chat.say(platform === 'slack' ? '/tocsin chart cpu of packamal' : '@Tocsin chart cpu of packamal');
    await chat.messages({ picture: true }).last().getByRole('img').waitFor();
    // Pictures in Teams may be fetched from the bot itself, which keeps them; "null" is what travels within the page.
    expect([...asked].filter((origin) => ![demo().url, demo().botUrl, 'null'].includes(origin))).toEqual([]);
  });
});

describe('the page, by keyboard', () => {
  it('leads from part to part with F6, and from message to message with the arrows', async () => {
    const { page } = await filled('slack');
    const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    await page.getByRole('textbox', { name: 'Message #ops' }).focus();
    await page.keyboard.press('Shift+F6');
    expect(await focused()).toBe('Messages in #ops');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toMatch(/^Tocsin, \d\d:\d\d/u);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('words');
    expect(await page.getByRole('textbox', { name: 'Message #ops' }).inputValue()).toBe('words');

    await page.getByRole('button', { name: '# ops', exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '# incidents' }).waitFor();
  });

  it('tells of what is said elsewhere', async () => {
    chat = await openChatPage(browser(), demo().url, 'slack');
    await createControl(demo().url).say('slack', 'random', 'ben', 'Cake in the kitchen');
    await expect.poll(() => chat?.page.getByRole('status', { name: 'News' }).textContent()).toContain('Cake in the kitchen');
  });
});
