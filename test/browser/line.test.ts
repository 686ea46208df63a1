import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ChatPage, openChatPage } from './chat-page.ts';
import { useDemoBrowser } from './demo-browser.ts';

const { demo, browser } = useDemoBrowser();
let chat: ChatPage;
beforeEach(async () => {
  chat = await openChatPage(browser(), demo().url, 'slack');
});
afterEach(() => chat.close());

describe('the line of the chat page', () => {
  it('sends three commands that are typed without a pause, in order, however slow the demo takes them', async () => {
    const said: string[] = [];
    const taken = Promise.withResolvers<void>();
    await chat.page.route('**/control/say', async (route) => {
      said.push(z.object({ text: z.string() }).parse(route.request().postDataJSON()).text);
      // The first is held until the third has been typed.
      await taken.promise;
      await route.continue();
    });
    const line = chat.page.getByRole('textbox', { name: 'Message #ops' });
    await line.focus();
    for (const words of ['first', 'second', 'third']) await chat.page.keyboard.type(`${words}\n`);
    expect(await line.inputValue()).toBe('');
    taken.resolve();
    await chat.messages({ text: 'third' }).last().waitFor();
    expect(said).toEqual(['first', 'second', 'third']);
    for (const words of said) expect(await chat.messages({ text: words }).count()).toBe(1);
  });

  it('keeps what is being typed while something else is sent', async () => {
    const taken = Promise.withResolvers<void>();
    await chat.page.route('**/control/say', async (route) => {
      await taken.promise;
      await route.continue();
    });
    const line = chat.page.getByRole('textbox', { name: 'Message #ops' });
    await line.focus();
    await chat.page.keyboard.type('sent\nstill being written');
    taken.resolve();
    await chat.messages({ text: 'sent' }).last().waitFor();
    expect(await line.inputValue()).toBe('still being written');
  });

  it('brings back what was said before with the up arrow, and goes on with the down arrow', async () => {
    await chat.say('one');
    await chat.say('two');
    const line = chat.page.getByRole('textbox', { name: 'Message #ops' });
    await line.press('ArrowUp');
    expect(await line.inputValue()).toBe('two');
    await line.press('ArrowUp');
    expect(await line.inputValue()).toBe('one');
    await line.press('ArrowDown');
    await line.press('ArrowDown');
    expect(await line.inputValue()).toBe('');
  });

  it('suggests what Tocsin understands, and takes one with the keyboard', async () => {
    const line = chat.page.getByRole('textbox', { name: 'Message #ops' });
    await line.pressSequentially('/tocsin wh');
    const list = chat.page.getByRole('listbox', { name: 'What Tocsin understands' });
    expect(await list.getByRole('option').allTextContents()).toEqual([expect.stringContaining('/tocsin whoami')]);
    await line.press('ArrowDown');
    await line.press('Enter');
    expect(await line.inputValue()).toBe('/tocsin whoami');
    await list.waitFor({ state: 'detached' });
    await line.press('Enter');
    await chat.messages({ text: 'Ana Duarte' }).last().waitFor();
  });
});
