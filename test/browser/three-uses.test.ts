import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../emulators/demo.ts';
import { openBrowser } from './browser.ts';
import { type ChatPage, openChatPage, type Platform, pictureOtherThan } from './chat-page.ts';

const callTo: Readonly<Record<Platform, string>> = { slack: '/tocsin', teams: '@Tocsin' };

describe.each(['slack', 'teams'] as const)('a person in a browser, on the %s side', (platform) => {
  let folder = '';
  let demo: Demo | undefined;
  let browser: Browser | undefined;
  let opened: ChatPage | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-browser-'));
    // Early in Berlin's morning, so that the incident is over before the digest of 09:00.
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
    const first = await pictureOtherThan(charts.first(), null);

    for (const range of ['1 h', '6 h', '24 h', '7 d']) expect(await charts.first().getByRole('button', { name: range, exact: true }).count()).toBe(1);
    await charts.first().getByRole('button', { name: '7 d', exact: true }).click();

    expect(await pictureOtherThan(charts.first(), first)).not.toBe(first);
    expect(await charts.count()).toBe(1);
  });

  it('sees one incident from both alerts, acknowledges it, opens the JIRA issue, and sees it end', async () => {
    await chat().openChannel('incidents');
    await chat().speakAs('ben');
    await chat().press('Start the scenario');
    await chat().press('+5 min');
    const incidents = chat().messages({ text: /compliance/iu });
    await incidents.first().waitFor();
    expect(await incidents.count()).toBe(1);

    await incidents.first().getByRole('button', { name: 'Acknowledge' }).click();
    await chat().messages({ text: /acknowledged[^]*Ben/iu }).waitFor();
    await incidents.first().getByRole('button', { name: 'Open JIRA' }).click();
    const issue = incidents.first().getByRole('link', { name: /OPS-\d+/u });
    await issue.waitFor();
    const [issuePage] = await Promise.all([chat().page.waitForEvent('popup'), issue.click()]);
    await issuePage.getByText(/OPS-\d+/u).first().waitFor();
    expect(issuePage.url()).toMatch(/\/jira\/browse\/OPS-\d+$/u);
    await issuePage.close();

    await chat().press('+30 min');
    await chat().messages({ text: /resolved/iu }).first().waitFor();
    expect(await incidents.count()).toBe(1);
  });

  it('orders a digest here, and gets it once when the clock reaches nine', async () => {
    await chat().openChannel('random');
    await chat().speakAs('ana');
    await chat().say(`${callTo[platform]} digest add daily at 09:00 in Europe/Berlin here`);
    await chat().messages({ text: /09:00/u }).nth(1).waitFor();
    const before = await chat().messages().count();

    await chat().press('To 09:00');

    const digests = chat().messages({ text: /bps[- ]website[^]*pixcrawler[^]*packamal[^]*compliance/iu });
    await digests.first().waitFor();
    expect(await digests.count()).toBe(1);
    expect(await chat().messages().count()).toBe(before + 1);
  });
});
