import { z } from 'zod';

/** Every string in the payload, with the path of keys to it. */
function strings(value: unknown, path = ''): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => strings(one, `${path}.${key}`));
}

// oxlint-disable-next-line no-control-regex -- control characters are what must not be there
const steers = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u;

/** What Slack does to a message of its own accord, unless it is told not to; forms carry it as text. */
const off = z.union([z.literal('false'), z.literal(false)]);
const switchedOff = z.object({ mrkdwn: off, link_names: off, unfurl_links: off, unfurl_media: off, parse: z.literal('none') });

/** What in a payload of Slack would notify, link or format by itself; undefined: nothing. */
export function slackLive(raw: string): string | undefined {
  const payload: unknown = JSON.parse(raw);
  // Only mrkdwn objects and the fallback text are parsed for markup; rich text and plain_text are shown as they are.
  if (/"type":"(?:user|broadcast|usergroup|channel|link|emoji|mrkdwn|markdown)"|"emoji":true/u.test(raw)) return raw;
  const all = strings(payload);
  const steering = all.find(({ text }) => steers.test(text));
  if (steering !== undefined) return steering.text;
  const fallback = all.find(({ path }) => path === '.text')?.text ?? '';
  if (/[<>]|@(?:channel|here|everyone)|:\/\/|(?:^|\s)[*_~`]/u.test(fallback)) return fallback;
  // Files that go with a message have nothing but their names.
  return !all.some(({ path }) => path.startsWith('.blocks.')) || switchedOff.safeParse(payload).success ? undefined : raw;
}

/** The same of an activity of Teams. */
export function teamsLive(raw: string): string | undefined {
  const payload: unknown = JSON.parse(raw);
  // TextBlock and FactSet read markdown; a RichTextBlock's runs do not.
  if (/"type":"(?:mention|TextBlock|FactSet)"|"Action\.OpenUrl"|"textFormat":"(?:markdown|xml)"/u.test(raw)) return raw;
  const all = strings(payload).filter(({ path }) => !/\.(?:data|value)(?:\.|$)/u.test(path));
  const steering = all.find(({ text }) => steers.test(text) || /\{\{(?:DATE|TIME)/u.test(text));
  if (steering !== undefined) return steering.text;
  // Labels, titles and what notifications show may be read as markdown, whatever they say they are.
  const markdown = all.filter(
    ({ path }) => /\.(?:text|summary|fallbackText|title|label|placeholder)$/u.test(path) && !/\.inlines\./u.test(path),
  );
  return markdown.find(({ text }) => /[<>[\]`*_~\\|#@]|:\/\//u.test(text))?.text;
}

/** What would steer a terminal. */
export function consoleLive(raw: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
  return /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u.test(String(JSON.parse(raw))) ? raw : undefined;
}

/** The payload without the links that lead to one of these addresses and without mentions of these people: what is left must be dead. */
export function withoutAllowed(raw: string, allowed: { readonly links: readonly string[]; readonly people: readonly string[] }): string {
  const isAllowed = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || !('type' in value)) return false;
    if ((value.type === 'link' || value.type === 'Action.OpenUrl') && 'url' in value && typeof value.url === 'string') {
      const { url } = value;
      return allowed.links.some((one) => url.startsWith(one));
    }
    return value.type === 'user' && 'user_id' in value && typeof value.user_id === 'string' && allowed.people.includes(value.user_id);
  };
  return JSON.stringify(JSON.parse(raw), (_key, value: unknown) => (isAllowed(value) ? undefined : value));
}

/** What has been tried on chats, in one text: pings, links, markdown, HTML, and characters that cannot be seen. */
export const bait = [
  '<!channel> <!here|here> <@U0ANA00001> <at>Ana</at> @channel',
  '[x](https://evil.example) <https://evil.example|x> https://evil.example www.evil.example ![i](https://evil.example/i.png)',
  '**bold** *b* _i_ ~s~ `c` # heading <b>html</b><img src=x onerror=alert(1)>',
  'z\u200be\u200dr\ufeffo \u202eabc\u2066def \u001b[31mred &lt;!channel&gt;',
].join(' ');
