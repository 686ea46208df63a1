import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPage, openChatPage } from './chat-page.ts';
import { useDemoBrowser } from './demo-browser.ts';

const { demo, browser } = useDemoBrowser();
/** The first query loads the parser twice: in the bot, and in what it asks. */
const patience = { timeout: 45_000 };

const query = 'requests\n| where success == true\n| project timestamp, name, duration\n| take 40';

describe.each([
  { platform: 'slack', call: '/tocsin' },
  { platform: 'teams', call: '@Tocsin' },
] as const)('KQL, by a person in a browser on the $platform side', ({ platform, call }) => {
  let chat: ChatPage;
  beforeEach(async () => {
    chat = await openChatPage(browser(), demo().url, platform);
  });
  afterEach(() => chat.close());

  const answers = (): Locator => chat.messages({ text: 'requests in compliance' });
  const pressed = (message: Locator, button: string): Promise<void> => message.getByRole('button', { name: button, exact: true }).click();

  /** Opens the form, fills it in and sends it. */
  async function ask(text: string): Promise<Locator> {
    const before = await answers().count();
    const forms = platform === 'slack' ? chat.page.getByRole('dialog', { name: 'Ask the logs' }) : chat.messages({ text: 'Ask the logs' });
    const form = forms.nth(await forms.count());
    await chat.say(`${call} kql`);
    await form.waitFor();
    const place =
      platform === 'slack' ? form.getByRole('combobox', { name: 'Service or workspace' }) : form.getByLabel('Service or workspace');
    await place.click();
    await place.pressSequentially('compl');
    await form
      .getByText('compliance (Compliance API)', { exact: platform === 'slack' })
      .last()
      .click();
    await form.getByRole('textbox', { name: 'Query (KQL)' }).fill(text);
    await form.getByRole('button', { name: 'Ask', exact: true }).click();
    const answer = answers().nth(before);
    await answer.waitFor(patience);
    return answer;
  }

  it('a query of several lines is filled into a form, sent, and answered with a table that is paged in place', async () => {
    const answer = await ask(query);
    const table = answer.getByRole('table');
    await expect.poll(() => table.getByRole('row').count()).toBe(16);
    expect(await table.getByRole('row').first().innerText()).toMatch(/timestamp.*name.*duration/su);
    const [first, before] = [await table.getByRole('row').nth(1).innerText(), await answers().count()];
    await pressed(answer, 'Next ›');
    await answer.getByText('Rows 16–30 of 40.').waitFor();
    expect(await table.getByRole('row').nth(1).innerText()).not.toBe(first);
    await pressed(answer, '‹ Previous');
    await answer.getByText('Rows 1–15 of 40.').waitFor();
    expect(await table.getByRole('row').nth(1).innerText()).toBe(first);
    expect(await answers().count()).toBe(before);
  });

  it('all rows are given as a CSV file to download', async () => {
    const answer = await ask(query);
    await pressed(answer, 'CSV');
    // In Slack a file is posted into the answer's thread; in Teams that is shown below it anyway.
    if (platform === 'slack') await answer.getByRole('button', { name: /repl/u }).click();
    const link = chat.page.getByRole('link', { name: /\.csv/u }).last();
    await link.waitFor({ timeout: 20_000 });
    const [download] = await Promise.all([chat.page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/^requests-compliance-.*\.csv$/u);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/u);
    expect(lines[0]).toBe('timestamp,name,duration');
    expect(lines).toHaveLength(41);
    expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,/u);
  });

  it('what is wrong is shown at its place', async () => {
    await chat.say(`${call} kql in compliance requests | where durration > 5`);
    const told = chat.messages({ text: 'Did you mean “duration”?' }).last();
    await told.waitFor(patience);
    const lines = (await told.innerText()).replaceAll('\u00a0', ' ');
    expect(lines).toMatch(/requests \| where durration > 5\s*\n\s*\^{9}/u);
    await told.getByRole('button', { name: 'Run anyway' }).waitFor();
  });
});
