import { even, hashText } from '../estate/noise.ts';

/** Numbers from 0 until before 1, the same for the same seed. */
export type Chance = () => number;

export function chanceOf(seed: number): Chance {
  const stream = hashText(`variation|${seed}`);
  let drawn = 0;
  return () => even(stream, (drawn += 1));
}
