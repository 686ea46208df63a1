import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPage, openChatPage } from './chat-page.ts';
import { useDemoBrowser } from './demo-browser.ts';

const { demo, browser } = useDemoBrowser();

describe.each([
  { platform: 'slack', call: '/tocsin' },
  { platform: 'teams', call: '@Tocsin' },
] as const)('a chart, by a person in a browser on the $platform side', ({ platform, call }) => {
  let chat: ChatPage;
  beforeEach(async () => {
    chat = await openChatPage(browser(), demo().url, platform);
  });
  afterEach(() => chat.close());

  /** Asks for a chart of this metric and gives the message it comes in. */
  const draw = async (metric: string): Promise<{ readonly message: Locator; readonly picture: Locator }> => {
    const before = await chat.messages({ picture: true }).count();
    await chat.say(`${call} chart ${metric} of bps-website`);
    const message = chat.messages({ picture: true }).nth(before);
    const picture = message.getByRole('img');
    await picture.waitFor();
    return { message, picture };
  };
  const charts = (): Promise<number> => chat.messages({ picture: true }).count();
  const pressed = (message: Locator, button: string): Promise<void> => message.getByRole('button', { name: button, exact: true }).click();

  it('is filled in as a form, with fields that search while one types', async () => {
    const before = await charts();
    await chat.say(`${call} chart`);
    const form =
      platform === 'slack' ? chat.page.getByRole('dialog', { name: 'Draw a chart' }) : chat.messages({ text: 'Draw a chart' }).last();
    const choose = async (label: string, typed: string, option: string): Promise<void> => {
      const field = platform === 'slack' ? form.getByRole('combobox', { name: label }) : form.getByLabel(label);
      await field.click();
      await field.pressSequentially(typed);
      await form
        .getByText(option, { exact: platform === 'slack' })
        .last()
        .click();
    };
    await form.waitFor();
    await choose('Metric', 'cp', 'CPU');
    await choose('Service, resource or kind', 'bps-w', 'bps-website (service)');
    await form.getByRole('button', { name: 'Draw' }).click();
    await expect.poll(charts, { timeout: 20_000 }).toBe(before + 1);
  });

  it('is drawn over another range in the same message', async () => {
    const { message, picture } = await draw('cpu');
    const [first, before] = [await picture.getAttribute('src'), await charts()];
    await pressed(message, '24 h');
    await expect.poll(() => picture.getAttribute('src'), { timeout: 15_000 }).not.toBe(first);
    await message.getByText('(edited)').waitFor();
    expect(await charts()).toBe(before);
  });

  it('is compared with the week before in the same message', async () => {
    const { message, picture } = await draw('memory');
    const first = await picture.getAttribute('src');
    await pressed(message, 'vs last week');
    await expect.poll(() => picture.getAttribute('src'), { timeout: 15_000 }).not.toBe(first);
    await expect.poll(() => picture.getAttribute('alt')).toMatch(/before|last week|1 w/iu);
  });

  it('is given as a CSV file to download', async () => {
    const { message } = await draw('requests');
    await pressed(message, 'CSV');
    // In Slack a file is posted into the chart's thread; in Teams that is shown below it anyway.
    if (platform === 'slack') await message.getByRole('button', { name: /repl/u }).click();
    const link = chat.page.getByRole('link', { name: /\.csv/u }).last();
    await link.waitFor({ timeout: 20_000 });
    const [download] = await Promise.all([chat.page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/u);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/u);
    expect(lines[0]).toMatch(/time/iu);
    expect(lines.length).toBeGreaterThan(30);
    expect(lines[1]).toMatch(/^"?\d{4}-\d\d-\d\dT/u);
  });

  it('that cannot be drawn is answered to its author, with what was meant', async () => {
    await chat.say(`${call} chart cpuu of bps-website`);
    const mistake = chat.messages({ text: 'Did you mean cpu?' }).last();
    await mistake.waitFor();
    if (platform === 'teams') return;
    await mistake.getByText('Only visible to you').waitFor();
    await mistake.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => chat.messages({ text: 'Did you mean cpu?' }).count()).toBe(0);
  });
});

describe('the app’s home in Slack', () => {
  it('shows the services, and opens the form of a chart', async () => {
    const { page, openDirect, close } = await openChatPage(browser(), demo().url, 'slack');
    await openDirect();
    await page.getByRole('tab', { name: 'Home' }).click();
    const home = page.getByRole('tabpanel', { name: 'Home' });
    await home.getByText('Compliance API').waitFor();
    await home.getByRole('button', { name: 'New chart' }).click();
    const form = page.getByRole('dialog', { name: 'Draw a chart' });
    await form.waitFor();
    expect(await form.getByRole('button', { name: 'Draw' }).isEnabled()).toBe(true);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Home' }).press('ArrowRight');
    await page.getByRole('log', { name: 'Messages with Tocsin' }).waitFor();
    await close();
  });
});

describe('the form of a chart in Slack, by keyboard', () => {
  it('keeps the focus, says what is missing, closes with Escape and gives the focus back', async () => {
    const { page, say, close } = await openChatPage(browser(), demo().url, 'slack');
    await say('/tocsin chart');
    const form = page.getByRole('dialog', { name: 'Draw a chart' });
    const metric = form.getByRole('combobox', { name: 'Metric' });
    await expect.poll(() => metric.evaluate((field) => field === document.activeElement)).toBe(true);
    for (let tab = 0; tab < 15; tab += 1) {
      await page.keyboard.press('Tab');
      // Past its end a browser's own controls have the focus, and the page's body meanwhile.
      expect(
        await page.evaluate(() => document.activeElement?.closest('dialog') !== null || document.activeElement === document.body),
      ).toBe(true);
    }
    await form.getByRole('button', { name: 'Draw' }).press('Enter');
    await form.getByRole('alert').first().waitFor();
    await expect.poll(() => metric.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await metric.getAttribute('aria-invalid')).toBe('true');

    await page.keyboard.type('cp');
    await form.getByRole('option', { name: 'CPU' }).waitFor();
    await page.keyboard.press('Escape');
    // The list was closed, not the form.
    expect(await form.count()).toBe(1);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Message #ops' }).evaluate((line) => line === document.activeElement))
      .toBe(true);
    await close();
  });

  it('tells when the bot could not be reached, and keeps what was filled in', async () => {
    const { page, say, close } = await openChatPage(browser(), demo().url, 'slack');
    await say('/tocsin chart');
    const form = page.getByRole('dialog', { name: 'Draw a chart' });
    await form.getByRole('textbox', { name: /^Split by/u }).fill('Instance');
    const choose = async (label: string, option: string): Promise<void> => {
      await form.getByRole('combobox', { name: label }).click();
      await form.getByRole('option', { name: option, exact: true }).click();
    };
    await choose('Metric', 'CPU');
    const target = form.getByRole('combobox', { name: 'Service, resource or kind' });
    await target.click();
    await form.getByRole('listbox').getByRole('option').first().click();
    demo().bot?.signal('SIGSTOP');
    await form.getByRole('button', { name: 'Draw' }).click();
    await form.getByText('trouble connecting').waitFor({ timeout: 15_000 });
    demo().bot?.signal('SIGCONT');
    expect(await form.getByRole('textbox', { name: /^Split by/u }).inputValue()).toBe('Instance');
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await close();
  });
});
