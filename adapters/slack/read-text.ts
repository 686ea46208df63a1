// Slack writes what a person typed with & < > escaped, and puts its own things between < and >: <@U1|name>, <#C1|name>,
// <!channel>, <https://example.com|label>.
const token = /<([^<>]*)>/gu;
const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** How a person is called who is mentioned by id; the label is what Slack calls them there, if anything. */
type NameOf = (id: string, label: string | undefined) => string;

/** The plain words of a text as Slack sends it: entities decoded exactly once, Slack's own markup replaced by what it shows. */
export function readSlackText(text: string, nameOf: NameOf = (id, label) => label ?? id): string {
  let words = '';
  let end = 0;
  for (const match of text.matchAll(token)) {
    words += decodeEntities(text.slice(end, match.index)) + decodeEntities(tokenWords(match[1] ?? '', nameOf));
    end = match.index + match[0].length;
  }
  return words + decodeEntities(text.slice(end));
}

/** Like readSlackText, but only what stands after the mention of `user`; what stands before it, if nothing does. */
export function readMention(text: string, user: string): string {
  const mentions = new RegExp(`<@${user}(?:\\|[^<>]*)?>`, 'gu');
  const pieces = text.split(mentions);
  const after = readSlackText(pieces.slice(1).join(' ')).trim();
  return after === '' ? readSlackText(pieces[0] ?? '').trim() : after.replace(/^[:,]\s*/u, '');
}

/** The ids of the people whom a text mentions, each once. */
export function mentionedIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/<@(?<id>[UW][A-Z0-9]+)(?:\|[^<>]*)?>/gu)].map((match) => match.groups?.['id'] ?? ''))];
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt);/gu, (entity) => entities[entity] ?? entity);
}

function tokenWords(inside: string, nameOf: NameOf): string {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? undefined : inside.slice(bar + 1);
  switch (target.charAt(0)) {
    case '@':
      return nameOf(target.slice(1), label);
    case '#':
      return `#${label ?? target.slice(1)}`;
    case '!':
      return (label ?? target.slice(1)).replace(/^@/u, '');
    default:
      return label ?? target.replace(/^mailto:/u, '');
  }
}
