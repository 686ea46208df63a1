import type { ColourRuns } from './colour-runs.ts';

/** What one byte can tell apart. */
const mostColours = 256;
/** Colours are put together that agree in the upper 5 bits of red and blue and 6 of green. */
const shades = 65_536;
/** A colour of so many pixels is an area or a line and not the rim of a letter: it is kept exactly. */
const area = 800;
/** How far a kept colour may be from one that is left out, in steps of 0..255 of each part; the first that is enough is taken. */
const reaches = [10, 14, 20, 28, 40] as const;
/** 125 colours and fewer are within this of every other, areas or not. */
const lastReach = 56;

export interface Palette {
  /** 0xAABBGGRR, at most 256. */
  readonly colours: readonly number[];
  /** For each shade (shadeOf) the number of its colour. */
  readonly numbers: Uint8Array;
}

/** Which of 65,536 shades a colour belongs to. */
export const shadeOf = (colour: number): number => ((colour & 0xf8) >> 3) | ((colour & 0xfc00) >> 5) | ((colour & 0xf80000) >> 8);

/**
 * Chooses the colours a picture is shown in: all that fill areas, and of the rims of lines and letters as many as are needed for
 * the others to be close to one. The palette is good until the next picture only.
 */
export function createPaletteMaker(): (runs: ColourRuns) => Palette {
  const pixels = new Int32Array(shades);
  const usual = new Int32Array(shades);
  const votes = new Int32Array(shades);
  const numbers = new Uint8Array(shades);

  /** The shades that occur, and of each how many pixels it has and its commonest colour (by Boyer and Moore's majority vote). */
  const count = (runs: ColourRuns): number[] => {
    const found: number[] = [];
    pixels.fill(0);
    votes.fill(0);
    let begin = 0;
    for (let run = 0; run < runs.count; run += 1) {
      const colour = runs.colours[run] ?? 0;
      const end = runs.ends[run] ?? 0;
      const shade = shadeOf(colour);
      const before = pixels[shade] ?? 0;
      if (before === 0) found.push(shade);
      pixels[shade] = before + end - begin;
      const lead = (votes[shade] ?? 0) + (usual[shade] === colour ? end - begin : begin - end);
      if (lead < 0) usual[shade] = colour;
      votes[shade] = Math.abs(lead);
      begin = end;
    }
    return found.toSorted((one, other) => (pixels[other] ?? 0) - (pixels[one] ?? 0));
  };

  /** undefined: more than 256 colours are needed for none to be further away than `reach`. */
  const choose = (found: readonly number[], reach: number): readonly number[] | undefined => {
    const chosen: number[] = [];
    for (const shade of found) {
      const colour = usual[shade] ?? 0;
      const isArea = (pixels[shade] ?? 0) >= area && reach < lastReach;
      const near = isArea ? -1 : firstWithin(reach, colour, chosen);
      if (near === -1 && chosen.length === mostColours) return undefined;
      numbers[shade] = near === -1 ? chosen.push(colour) - 1 : near;
    }
    return chosen;
  };

  return (runs) => {
    const found = count(runs);
    for (const reach of [...reaches, lastReach]) {
      const colours = choose(found, reach);
      if (colours !== undefined) return { colours, numbers };
    }
    throw new Error('unreachable: 256 colours cover every other within the last reach');
  };
}

/** The first of `colours` of which neither red nor green nor blue differs by `reach` or more; -1: none. */
function firstWithin(reach: number, colour: number, colours: readonly number[]): number {
  const red = colour & 0xff;
  const green = (colour >> 8) & 0xff;
  const blue = (colour >> 16) & 0xff;
  for (let index = 0; index < colours.length; index += 1) {
    const other = colours[index] ?? 0;
    if (
      Math.abs(red - (other & 0xff)) < reach &&
      Math.abs(green - ((other >> 8) & 0xff)) < reach &&
      Math.abs(blue - ((other >> 16) & 0xff)) < reach
    )
      return index;
  }
  return -1;
}
