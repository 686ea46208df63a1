import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** templates/queries of this checkout. */
const queriesFolder = fileURLToPath(new URL('../../templates/queries/', import.meta.url));

/** The queries that ship with Tocsin, as they stand in their files. */
export function readQueryFiles(folder: string = queriesFolder): readonly { readonly name: string; readonly content: string }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.kql'))
    .toSorted()
    .map((file) => ({ name: file.slice(0, -'.kql'.length), content: readFileSync(`${folder}/${file}`, 'utf8') }));
}
