import type { Browser, Locator, Page } from 'playwright-core';

export type Platform = 'slack' | 'teams';

export interface Having {
  readonly text?: string | RegExp;
  readonly picture?: true;
  /** Only what starts a thread. */
  readonly root?: true;
}

/** One side of the demo's page, used as a person would: by what is written on it. */
export interface ChatPage {
  readonly page: Page;
  readonly openChannel: (name: string) => Promise<void>;
  /** The conversation of the person with the bot. */
  readonly openDirect: () => Promise<void>;
  /** Types into the channel's line and sends it. */
  readonly say: (text: string) => Promise<void>;
  readonly speakAs: (name: string) => Promise<void>;
  /** A press of one of the demo's own controls: the clock's, a scenario's. Settles when it has had its effect. */
  readonly press: (button: string) => Promise<void>;
  /** The messages of the open channel that match, oldest first. */
  readonly messages: (having?: Having) => Locator;
  readonly close: () => Promise<void>;
}

export async function openChatPage(browser: Browser, url: string, platform: Platform): Promise<ChatPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  // What a person would not wait for is a failure.
  page.setDefaultTimeout(15_000);
  await page.goto(url);
  await page.getByRole('button', { name: platform === 'slack' ? 'Slack' : 'Teams', exact: true }).click();
  const channelLog = page.getByRole('log', { name: /^Messages / });
  await channelLog.waitFor();
  const open = async (title: string): Promise<void> => {
    await showChannels(page);
    await channels(page).getByRole('button', { name: title, exact: true }).click();
    await page.getByRole('heading', { name: title, exact: true }).waitFor();
  };
  return {
    page,
    openChannel: (name) => open(platform === 'slack' ? `# ${name}` : name),
    openDirect: () => open('Tocsin'),
    say: async (text) => {
      const line = page.getByRole('textbox', { name: /^Message / });
      await line.fill(text);
      await line.press('Enter');
    },
    speakAs: async (name) => {
      await showChannels(page);
      await page.getByRole('button', { name: /^You are / }).click();
      await page.getByRole('menuitemradio', { name: new RegExp(`^${name}`, 'iu') }).click();
    },
    press: async (button) => {
      await showChannels(page);
      const controls = page.getByRole('button', { name: 'Demo controls' });
      if ((await controls.getAttribute('aria-expanded')) !== 'true') await controls.click();
      const pressed = page.getByRole('region', { name: 'Demo controls' }).getByRole('button', { name: button });
      await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST' && response.url().includes('/control/'), {
          timeout: 60_000,
        }),
        pressed.click(),
      ]);
      // They lie over the messages.
      await controls.click();
    },
    messages: ({ text, picture, root } = {}) => {
      let found = channelLog.getByRole('article', root === true ? { name: /^(?!Reply)/u } : {});
      if (text !== undefined) found = found.filter({ hasText: text });
      if (picture === true) found = found.filter({ has: page.getByRole('img') });
      return found;
    },
    close: () => page.close(),
  };
}

const channels = (page: Page): Locator => page.getByRole('navigation', { name: 'Channels' });

/** On a narrow screen the conversations are in a drawer, which is opened first. */
async function showChannels(page: Page): Promise<void> {
  const drawer = page.getByRole('button', { name: 'Conversations', exact: true });
  if ((await drawer.isVisible()) && (await drawer.getAttribute('aria-expanded')) === 'false') await drawer.click();
}
