import type { LoadedConfig } from '../config/load.ts';

/** Stands for what a configuration would tell, so that a manifest can be made before there is one. */
const unknownUrl = 'https://tocsin.example.com';

/** Without a slash at its end. */
export function publicUrlOf(loaded: LoadedConfig | undefined): string {
  return (loaded?.config.server.publicUrl ?? unknownUrl).replace(/\/+$/u, '');
}

/** A string literal of Bicep that holds exactly this text, which has no line breaks. */
export function bicepText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('${', '\\${')}'`;
}
