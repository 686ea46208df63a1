import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Demo, startDemo } from '../../emulators/demo.ts';
import { openBrowser } from './browser.ts';

export interface DemoBrowser {
  readonly demo: () => Demo;
  readonly browser: () => Browser;
}

/** A demo with its page and a browser for all tests of a file; both end with them. */
export function useDemoBrowser(): DemoBrowser {
  let folder = '';
  let demo: Demo | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-browser-'));
    [demo, browser] = await Promise.all([startDemo({ port: 0, botPort: 0, folder, page: true }), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const there = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error('The demo and the browser are there from the first test on.');
    return thing;
  };
  return { demo: () => there(demo), browser: () => there(browser) };
}
