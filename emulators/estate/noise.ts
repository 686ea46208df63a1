/** Deterministic randomness: the same words and number give the same value on every machine and in every order. */

/** A 32-bit number for a text (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Evenly spread in [0, 1) for a stream and a whole number. */
export function even(stream: number, index: number): number {
  let mixed = Math.imul(stream ^ Math.imul(index | 0, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  return (mixed >>> 0) / 4_294_967_296;
}

/** Wanders smoothly in [-1, 1]: `index` in units of `period`. */
export function smooth(stream: number, index: number, period: number): number {
  const cell = Math.floor(index / period);
  const part = index / period - cell;
  const ease = part * part * (3 - 2 * part);
  const from = even(stream, cell);
  return 2 * (from + (even(stream, cell + 1) - from) * ease) - 1;
}
