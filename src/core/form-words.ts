import { quoteWord } from './words.ts';

/** A filled-in field of a form. */
export interface FilledField {
  readonly name: string;
  readonly value: string;
}

/** The words by which a filled-in field is said (see FormField): `over 6h`; the value alone; none for an empty value. */
export function fieldWords({ name, value }: FilledField): readonly string[] {
  const said = value.trim();
  if (said === '') return [];
  if (name.startsWith('==')) return [said];
  return name.startsWith('=') ? [quoteWord(said)] : [name, quoteWord(said)];
}

/** The command that a submitted form stands for: `chart cpu of bps-website over 6h`. */
export function formCommand(command: string, fields: readonly FilledField[]): string {
  return [command, ...fields.flatMap(fieldWords)].join(' ');
}
