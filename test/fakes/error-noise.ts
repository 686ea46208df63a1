/** Errors of a project as they come: for measuring how often a spike is seen where there is none. */
export interface Noise {
  /** Errors a minute on average. */
  readonly rate: number;
  /** 'independent': a Poisson process. 'bursty': one cause makes several errors at once, five on average (geometric). */
  readonly kind: 'independent' | 'bursty';
  /** Much by day, little by night: ± this share of the rate over 24 hours. */
  readonly swing: number;
}

const minuteMs = 60_000;
const dayMinutes = 1_440;
const perBurst = 5;

/** Errors of each minute from `start` on; the same seed gives the same ones. */
export function noisyMinutes(
  noise: Noise,
  { start, minutes, seed }: { start: number; minutes: number; seed: number },
): Map<number, number> {
  const random = generator(seed);
  const counts = new Map<number, number>();
  for (let index = 0; index < minutes; index += 1) {
    const rate = noise.rate * (1 + noise.swing * Math.sin((2 * Math.PI * index) / dayMinutes));
    counts.set(start + index * minuteMs, noise.kind === 'independent' ? poisson(rate, random) : bursts(rate, random));
  }
  return counts;
}

function bursts(rate: number, random: () => number): number {
  let sum = 0;
  for (let left = poisson(rate / perBurst, random); left > 0; left -= 1)
    sum += 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / perBurst));
  return sum;
}

function poisson(rate: number, random: () => number): number {
  // Sums of independent counts are such counts, so a large rate is made of small ones.
  if (rate > 30) return poisson(rate / 2, random) + poisson(rate / 2, random);
  const limit = Math.exp(-rate);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

/** Mulberry32: small, seeded, and good enough for noise. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
