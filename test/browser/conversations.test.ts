import { afterEach, describe, expect, it } from 'vitest';
import { createControl } from '../harness/control.ts';
import { type ChatPage, openChatPage } from './chat-page.ts';
import { useDemoBrowser } from './demo-browser.ts';

const { demo, browser } = useDemoBrowser();
let chat: ChatPage | undefined;
const open = async (platform: 'slack' | 'teams'): Promise<ChatPage> => {
  chat = await openChatPage(browser(), demo().url, platform);
  return chat;
};
afterEach(() => chat?.close());

describe.each(['slack', 'teams'] as const)('unread messages on the %s side', (platform) => {
  it('are marked at their channel, above the first of them, and gone when they have been read', async () => {
    const { page, openChannel } = await open(platform);
    const title = platform === 'slack' ? '# random' : 'random';
    const entry = page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: title, exact: true });
    await openChannel('ops');
    expect(await entry.getAttribute('aria-description')).toBeNull();

    await createControl(demo().url).say(platform, 'random', 'ben', 'Lunch?');
    await createControl(demo().url).say(platform, 'random', 'ben', `At one, ${platform === 'slack' ? '@ana' : '@Ana Duarte'}?`);
    await expect.poll(() => entry.getAttribute('aria-description')).toBe('2 unread, 1 for you');

    await openChannel('random');
    await page.getByRole('separator', { name: 'New' }).waitFor();
    expect(await entry.getAttribute('aria-description')).toBeNull();
    await openChannel('ops');
    await openChannel('random');
    expect(await page.getByRole('separator', { name: 'New' }).count()).toBe(0);
  });

  it('are counted for each person', async () => {
    const { page, openChannel, speakAs } = await open(platform);
    await openChannel('ops');
    await createControl(demo().url).say(platform, 'incidents', 'ben', 'Anything?');
    const title = platform === 'slack' ? '# incidents' : 'incidents';
    const entry = page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: title, exact: true });
    await expect.poll(() => entry.getAttribute('aria-description')).toBe('1 unread');
    await openChannel('incidents');
    await openChannel('ops');
    await speakAs('eva');
    await expect.poll(() => entry.getAttribute('aria-description')).toBe('1 unread');
    await speakAs('ben');
    // They are ben's own words.
    await expect.poll(() => entry.getAttribute('aria-description')).toBeNull();
  });
});

describe('threads', () => {
  it('in Slack open beside the channel, tell of new replies, and close with Escape', async () => {
    const { page, say, messages } = await open('slack');
    await say('A question');
    const question = messages({ text: 'A question', root: true }).last();
    await question.hover();
    await question.getByRole('button', { name: 'Reply in thread' }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    const line = thread.getByRole('textbox', { name: 'Reply in the thread' });
    await expect.poll(() => line.evaluate((box) => box === document.activeElement)).toBe(true);
    await page.keyboard.type('An answer\n');
    await thread.getByRole('article', { name: /^Reply by Ana/u }).waitFor();
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'detached' });

    const root = (await createControl(demo().url).messages('slack', 'ops')).find((one) => one.text === 'A question');
    await createControl(demo().url).say('slack', 'ops', 'ben', 'Another answer', root?.id);
    await question.getByRole('button', { name: /2 replies.*1 new/u }).click();
    await thread.getByText('Another answer').waitFor();
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: /^2 replies Last reply \d\d:\d\d$/u }).waitFor();
  });

  it('in Slack fill a screen of 400 pixels, with a way back', async () => {
    const { page, say, messages } = await open('slack');
    await page.setViewportSize({ width: 400, height: 800 });
    await say('Small');
    await messages({ text: 'Small' }).last().getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Reply in thread' }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    expect((await thread.boundingBox())?.width).toBe(400);
    await thread.getByRole('button', { name: 'Close the thread' }).click();
    await thread.waitFor({ state: 'detached' });
  });

  it('in Teams are chains below their first message, with a line to reply in place', async () => {
    const { page, say, messages } = await open('teams');
    await say('A Teams question');
    const post = page.getByRole('region', { name: 'Conversation' }).filter({ hasText: 'A Teams question' });
    await post.getByRole('button', { name: 'Reply' }).click();
    await page.keyboard.type('Here it is\n');
    await post
      .getByRole('article', { name: /^Reply by Ana/u })
      .getByText('Here it is')
      .waitFor();
    expect(await messages({ text: 'Here it is', root: true }).count()).toBe(0);
  });
});

describe('the bot in Teams', () => {
  it('is seen typing while an answer takes long', async () => {
    const { page, say, messages, openChannel } = await open('teams');
    await openChannel('incidents');
    await createControl(demo().url).fault({ target: 'azure-metrics', delayMs: 3_000, count: 3 });
    await say('@Tocsin chart memory of pixcrawler over 3h');
    await page.getByRole('status').getByText('Tocsin is typing…').waitFor();
    await messages({ text: 'pixcrawler over 3h' }).first().waitFor();
    await createControl(demo().url).fault({ clear: true });
    await expect.poll(() => page.getByText('Tocsin is typing…').count(), { timeout: 20_000 }).toBe(0);
  });
});

describe('the message menu', () => {
  it('edits and deletes one’s own words, and lets everybody react', async () => {
    const { page, say, messages } = await open('slack');
    await say('Teh words');
    const message = messages({ text: /Teh words|The words/u }).last();
    const choose = async (item: string): Promise<void> => {
      await message.hover();
      await message.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await choose('Edit message');
    await page.getByRole('textbox', { name: 'Edit the message' }).fill('The words');
    await page.keyboard.press('Enter');
    await message.getByText('(edited)').waitFor();

    await message.hover();
    await message.getByRole('button', { name: 'React with eyes' }).click();
    const reaction = message.getByRole('button', { name: 'eyes: Ana Duarte' });
    await reaction.waitFor();
    await reaction.click();
    await reaction.waitFor({ state: 'detached' });

    await choose('Delete message');
    await expect.poll(() => messages({ text: 'The words' }).count()).toBe(0);
  });
});
