import type { Platform } from './control-api.ts';

export interface Suggestion {
  /** What the line holds when it is taken. */
  readonly text: string;
  readonly what: string;
}

const asks: readonly { readonly words: string; readonly what: string }[] = [
  { words: 'help', what: 'What Tocsin can do' },
  { words: 'chart cpu of bps-website over 6h', what: 'Draw a metric of a service' },
  { words: 'chart', what: 'Draw a metric, with a form to fill in' },
  { words: 'charts', what: 'The saved charts' },
  { words: 'home', what: 'Services, incidents and your charts at a glance' },
  { words: 'services', what: 'The services Tocsin knows' },
  { words: 'incidents', what: 'What is open' },
  { words: 'timeline', what: 'The story of an incident' },
  { words: 'digest add daily at 09:00 here', what: 'A health report every morning' },
  { words: 'whoami', what: 'What you may do' },
];

/** How the bot is spoken to: a slash command in Slack's channels, a mention elsewhere, plain words in a conversation of one's own. */
export function callOf(platform: Platform, place: 'channel' | 'group' | 'direct' | 'thread'): string {
  if (place === 'direct') return platform === 'slack' ? '/tocsin ' : '';
  return platform === 'slack' && place === 'channel' ? '/tocsin ' : '@Tocsin ';
}

/** What a line that begins with `/` or `@` may become. None for a line that is one of them already. */
export function suggest(typed: string, call: string): readonly Suggestion[] {
  if (!/^[/@]/u.test(typed) || call === '') return [];
  const wanted = typed.toLowerCase();
  const all = asks.map(({ words, what }) => ({ text: `${call}${words}`, what }));
  if (all.some((one) => one.text === typed)) return [];
  return all.filter((one) => one.text.toLowerCase().startsWith(wanted));
}
