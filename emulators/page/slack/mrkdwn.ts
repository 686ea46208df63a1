/** A stretch of Slack's own markup. `&`, `<` and `>` arrive escaped; anything in angle brackets is a link, a person or a date. */
export type Span =
  | { readonly kind: 'text' | 'bold' | 'italic' | 'strike' | 'code' | 'pre'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  /** What would notify somebody: shown as such, so that it is seen when it should not be there. */
  | { readonly kind: 'ping'; readonly text: string };

const token =
  /```(?<pre>[^]+?)```|`(?<code>[^`\n]+)`|<(?<angle>[^<>\n]+)>|(?<![\w*])\*(?<bold>[^*\n]+)\*(?![\w*])|(?<![\w_])_(?<italic>[^_\n]+)_(?![\w_])|(?<![\w~])~(?<strike>[^~\n]+)~(?![\w~])/gu;

/** Splits Slack's markup into spans, in order. Nested emphasis is shown as its outermost. */
export function readMrkdwn(markup: string): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const match of markup.matchAll(token)) {
    if (match.index > at) spans.push({ kind: 'text', text: unescape(markup.slice(at, match.index)) });
    spans.push(spanOf(match.groups ?? {}));
    at = match.index + match[0].length;
  }
  if (at < markup.length) spans.push({ kind: 'text', text: unescape(markup.slice(at)) });
  return spans;
}

function spanOf(found: Record<string, string | undefined>): Span {
  for (const kind of ['pre', 'code', 'bold', 'italic', 'strike'] as const) {
    const text = found[kind];
    if (text !== undefined) return { kind, text: unescape(text) };
  }
  return angle(found['angle'] ?? '');
}

function angle(inside: string): Span {
  const [target = '', label] = inside.split('|', 2);
  // `!date^1700000000^{time}|14:05`: the text behind the bar is what a client without dates shows.
  if (target.startsWith('!date^')) return { kind: 'text', text: unescape(label ?? target) };
  if (/^[@#!]/u.test(target)) return { kind: 'ping', text: unescape(label ?? target) };
  return { kind: 'link', text: unescape(label ?? target), url: unescape(target) };
}

function unescape(text: string): string {
  return text.replace(/&(amp|lt|gt);/gu, (_whole, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));
}
