import type { Service } from '../core/model/service.ts';
import { quoteWord } from '../core/words.ts';

/** The services that commands name in their examples. */
const samples = /(?<=\s)(?:bps-website|compliance|checkout)(?![\w-])/gu;

/** An example as it works here: it names a service that exists, the catalogue’s first, where the one it names does not. */
export function exampleHere(words: string, services: readonly Service[]): string {
  const [first] = services;
  if (first === undefined) return words;
  return words.replace(samples, (name) => (services.some((one) => one.name === name) ? name : quoteWord(first.name)));
}
