import { even, hashText } from '../estate/noise.ts';

/** Evenly spread in [0, 1) for a whole number: the same every time. */
export type Dice = (index: number) => number;

/** One for each thing that is left to chance. */
export function diceOf(seed: string, owner: string, what: string): Dice {
  const stream = hashText(`${seed}|logs|${owner}|${what}`);
  return (index) => even(stream, index);
}

/** So many hexadecimal digits, in multiples of 8. */
export function hexOf(dice: Dice, index: number, digits: number): string {
  let text = '';
  for (let part = 0; part < digits / 8; part += 1)
    text += Math.floor(dice(Math.imul(index, 31) + part) * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return text;
}

export function guidOf(dice: Dice, index: number): string {
  const hex = hexOf(dice, index, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Around 1, with the long tail that durations have: half below, one of 20 above three times. */
export function longTailed(dice: Dice, index: number): number {
  // Box and Muller's way from two even numbers to a normal one.
  const normal = Math.sqrt(-2 * Math.log(1 - dice(index))) * Math.cos(2 * Math.PI * dice(~index));
  return Math.exp(0.62 * normal);
}

/** Whole numbers that make `total`, as equal as they can be; `parts` of them at most. */
export function sharesOf(total: number, parts: number): readonly number[] {
  const count = Math.max(0, Math.min(parts, total));
  return Array.from({ length: count }, (_, index) => Math.floor((total * (index + 1)) / count) - Math.floor((total * index) / count));
}
