import { createRequire } from 'node:module';
import { GlobalFonts } from 'canvas';
import { font } from './design.ts';

/**
 * The scripts Inter is bundled for; each file is a part of the family, and a letter is taken from the part that has it. A letter
 * that is in none comes from the machine's fonts, and where those lack it too Inter's own box stands in its place.
 */
const scripts = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'greek'] as const;
const weights = [400, 700] as const;

/**
 * Makes the bundled letters known to the canvas, so that pictures look the same on machines without any font. Registering
 * twice is harmless. Throws when a file cannot be read: without letters the picture would silently lose its words.
 */
export function registerFonts(fileOf: (name: string) => string = bundled): void {
  for (const script of scripts) {
    for (const weight of weights) {
      const file = fileOf(`inter-${script}-${weight}-normal.woff2`);
      if (GlobalFonts.registerFromPath(file, font.family) === null) throw new Error(`The font ${file} cannot be read.`);
    }
  }
}

function bundled(name: string): string {
  return createRequire(import.meta.url).resolve(`@fontsource/inter/files/${name}`);
}
