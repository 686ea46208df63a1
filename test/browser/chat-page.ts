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
  /** A press of a button beside the conversation: the clock's, a scenario's. Settles when it has had its effect. */
  readonly press: (button: string) => Promise<void>;
  /** The messages of the open channel that match, oldest first. */
  readonly messages: (having?: Having) => Locator;
  readonly close: () => Promise<void>;
}

export async function openChatPage(browser: Browser, url: string, platform: Platform): Promise<ChatPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  await page.getByRole('button', { name: platform === 'slack' ? 'Slack' : 'Teams', exact: true }).click();
  const channelLog = page.getByRole('log', { name: /^Messages / });
  const open = async (title: string): Promise<void> => {
    await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: title, exact: true }).click();
    await page.getByRole('heading', { name: title, exact: true }).waitFor();
  };
  return {
    page,
    openChannel: (name) => open(platform === 'slack' ? `# ${name}` : name),
    openDirect: () => open('Direct message'),
    say: async (text) => {
      const line = page.getByRole('textbox', { name: /^Message / });
      await line.fill(text);
      await line.press('Enter');
    },
    speakAs: async (name) => void (await page.getByRole('combobox', { name: 'Speak as' }).selectOption(name)),
    press: async (button) => {
      const pressed = page.getByRole('button', { name: button });
      await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST' && response.url().includes('/control/'), {
          timeout: 60_000,
        }),
        pressed.click(),
      ]);
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
