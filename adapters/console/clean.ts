// Control characters of both sets but the line break: ESC and CSI steer a terminal.
// oxlint-disable-next-line no-control-regex -- control characters are what is taken out here
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/gu;
// What turns the direction of writing or is invisible: with it a text could paint over another or pretend to be another.
const hidden = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Text that cannot steer a terminal; line breaks stay. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replaceAll('\t', ' ').replaceAll(control, '').replaceAll(hidden, '');
}

/** The same on one line. */
export function cleanLine(text: string): string {
  return clean(text.replaceAll(/[\r\n\u2028\u2029]+/gu, ' '));
}

/** A deep copy of plain data in which no text can steer a terminal; names of fields included. */
export function cleanData(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map(cleanData);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, its]) => [clean(name), cleanData(its)]));
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const narrow = /\p{Mn}|\p{Me}|\ufe0f/u;

/** How many columns a terminal gives the text: two for East Asian letters and emoji, none for marks above letters. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const letter of text) columns += narrow.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  return columns;
}

/** Cuts to `most` columns, the last of which is then an ellipsis. */
export function fit(text: string, most: number): string {
  if (columnsOf(text) <= most) return text;
  let cut = '';
  for (const letter of text) {
    if (columnsOf(cut + letter) > most - 1) break;
    cut += letter;
  }
  return `${cut}…`;
}

export function pad(text: string, columns: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, columns - columnsOf(text)));
  return align === 'left' ? text + space : space + text;
}
