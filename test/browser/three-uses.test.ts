import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../emulators/demo.ts';
import { openBrowser } from './browser.ts';
import { type ChatPage, openChatPage, type Platform } from './chat-page.ts';

const callTo: Readonly<Record<Platform, string>> = { slack: '/tocsin', teams: '@Tocsin' };

describe.each(['slack', 'teams'] as const)('a person in a browser, on the %s side', (platform) => {
  let folder = '';
  let demo: Demo | undefined;
  let browser: Browser | undefined;
  let opened: ChatPage | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-browser-'));
    // Early in Berlin's morning, so that the incident is over before the digests of the morning.
    const clockStart = new Date().setUTCHours(4, 0, 0, 0);
    [demo, browser] = await Promise.all([startDemo({ port: 0, botPort: 0, folder, page: true, clockStart }), openBrowser()]);
    opened = await openChatPage(browser, demo.url, platform);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const chat = (): ChatPage => {
    if (opened === undefined) throw new Error('The page was not opened.');
    return opened;
  };

  it('asks for a chart and redraws the same message over another range', async () => {
    await chat().openChannel('ops');
    await chat().say(`${callTo[platform]} chart cpu of bps-website`);
    const charts = chat().messages({ picture: true });
    const picture = charts.getByRole('img');
    await picture.waitFor();
    const first = await picture.getAttribute('src');
    for (const range of ['1 h', '6 h', '24 h']) await charts.getByRole('button', { name: range, exact: true }).waitFor();

    await charts.getByRole('button', { name: '7 d', exact: true }).click();

    await expect.poll(() => picture.getAttribute('src'), { timeout: 15_000 }).not.toBe(first);
    expect(await charts.count()).toBe(1);
  });

  it('sees one incident from both alerts, acknowledges it, opens the JIRA issue, and sees it end', async () => {
    await chat().openChannel('incidents');
    await chat().speakAs('ben');
    await chat().press('Start Slow database');
    await chat().press('+5 min');
    const incidents = chat().messages({ text: 'INC-1', root: true });
    await incidents.first().waitFor();
    expect(await incidents.count()).toBe(1);

    await incidents.getByRole('button', { name: 'Acknowledge' }).click();
    await chat()
      .messages({ text: /acknowledged[^]*Ben/iu, root: true })
      .waitFor();
    await incidents.getByRole('button', { name: 'Open JIRA' }).click();
    const issue = incidents.getByRole('link', { name: /COMP-\d+/u }).first();
    await issue.waitFor();
    const [issuePage] = await Promise.all([chat().page.context().waitForEvent('page'), issue.click()]);
    await issuePage
      .getByText(/COMP-\d+/u)
      .first()
      .waitFor();
    expect(issuePage.url()).toMatch(/\/jira\/browse\/COMP-\d+$/u);
    await issuePage.close();

    await chat().press('+30 min');
    await chat()
      .messages({ text: /resolved/iu, root: true })
      .waitFor();
    expect(await incidents.count()).toBe(1);
    expect(await incidents.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
  });

  it('orders a digest here, and gets it once when the clock reaches nine', async () => {
    await chat().openChannel('incidents');
    await chat().speakAs('ana');
    await chat().say(`${callTo[platform]} digest add daily at 09:00 in Europe/Berlin here`);
    await chat()
      .messages({ text: /every day|daily/iu })
      .last()
      .waitFor();

    await chat().press('To 09:00');

    const digests = chat().messages({ text: /bps[- ]website[^]*pixcrawler[^]*packamal[^]*compliance/iu });
    await digests.first().waitFor();
    expect(await digests.count()).toBe(1);
  });
});
