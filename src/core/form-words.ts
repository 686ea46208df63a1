import { quoteWord } from './words.ts';

/** The words by which a filled-in field is said: `over 6h`; the value alone for a name that begins with "="; none for an empty value. */
export function fieldWords(name: string, value: string): readonly string[] {
  const said = value.trim();
  if (said === '') return [];
  return name.startsWith('=') ? [quoteWord(said)] : [name, quoteWord(said)];
}

/** The command that a submitted form stands for: `chart cpu of bps-website over 6h`. */
export function formCommand(command: string, fields: readonly { readonly name: string; readonly value: string }[]): string {
  return [command, ...fields.flatMap(({ name, value }) => fieldWords(name, value))].join(' ');
}
