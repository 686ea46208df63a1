// What would change how the text around it reads: control characters, and the marks that override the writing direction.
// oxlint-disable-next-line no-control-regex -- control characters are what is taken out here
const unseen = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

// Cards replace {{DATE(…)}} and {{TIME(…)}} by a moment, in every kind of text.
const macro = /\{(?=\{\s*(?:DATE|TIME)\b)/giu;

/**
 * Text from anywhere, safe to stand in an element that reads no markup: control characters and direction marks become
 * spaces, halves of characters are replaced, line feeds stay.
 */
export function visible(text: string): string {
  return text.replace(/\r\n?/gu, '\n').replace(unseen, ' ').replace(macro, '{ ').toWellFormed();
}

/** One line of it. */
export function oneLine(text: string): string {
  return visible(text).replace(/\s+/gu, ' ').trim();
}

/** Cuts to at most `most` UTF-16 units with an ellipsis, never through a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, Math.max(most - 1, 0));
  return `${/[\ud800-\udbff]$/u.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/**
 * For the few fields Teams may read as markdown or HTML whatever they say they are (notifications, labels): the characters that
 * begin markup are replaced by lookalikes, and addresses are broken so that no client makes a link of them.
 */
export function inert(text: string): string {
  return inertWords(text).replace(/@/gu, '＠');
}

/** The same where nobody can be mentioned, as in the answer to a click: whom to ask is written there as it is to be typed. */
export function inertWords(text: string): string {
  return oneLine(text)
    .replace(/[<>[\]`*_~\\|#]/gu, (character) => lookalikes[character] ?? ' ')
    .replace(/:\/\//gu, ':∕∕')
    .replace(/\bwww\./giu, (found) => `${found.slice(0, -1)}․`)
    .replace(/\bmailto:/giu, 'mailto：');
}

const lookalikes: Readonly<Record<string, string>> = {
  '<': '‹',
  '>': '›',
  '[': '［',
  ']': '］',
  '`': '′',
  '*': '∗',
  _: '＿',
  '~': '∼',
  '\\': '∖',
  '|': '∣',
  '#': '＃',
};

/** The address when a person may be sent there; undefined for anything but http and https. */
export function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : undefined;
}
