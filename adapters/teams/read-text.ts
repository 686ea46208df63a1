import type { IncomingActivity } from './schema.ts';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Decodes HTML's entities exactly once, so that what a person typed as "&lt;" stays that. */
export function decodeOnce(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/giu, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return valid ? String.fromCodePoint(code) : whole;
  });
}

/**
 * What a person said to the bot, without the platform's markup: what stands after its mention, or before it when nothing does;
 * of other mentions the name stays. `mentioned`: whether the bot was spoken to.
 */
export function readText(activity: IncomingActivity): { readonly text: string; readonly mentioned: 'mentioned' | 'not mentioned' } {
  const own = (activity.entities ?? []).filter((one) => one.type === 'mention' && one.mentioned?.id === activity.recipient?.id);
  const markups = own.map((one) => one.text ?? '').filter((markup) => markup !== '');
  const [before = '', ...pieces] = markups.reduce<readonly string[]>(
    (all, markup) => all.flatMap((piece) => piece.split(markup)),
    [activity.text ?? ''],
  );
  const after = plainWords(pieces.join(' ')).replace(/^[:,]\s*/u, '');
  return { text: after === '' ? plainWords(before) : after, mentioned: own.length > 0 ? 'mentioned' : 'not mentioned' };
}

function plainWords(text: string): string {
  return decodeOnce(text.replace(/<at(?:\s[^<>]*)?>([^<>]*)<\/at>/giu, '$1').replace(/<\/?(?:br|p|div)\s*\/?>/giu, '\n')).trim();
}
