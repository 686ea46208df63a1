/** Of Stirling's series: B(2k) / (2k (2k-1)). Seven terms leave less than a double's last digit from 15 on. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];

export function logGamma(value: number): number {
  if (value <= 0 && Number.isInteger(value)) return Number.POSITIVE_INFINITY;
  if (value < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * value))) - logGamma(1 - value);
  if (Number.isInteger(value) && value <= 20) return Math.log(gamma(value));
  let [x, product] = [value, 1];
  for (; x < 15; x += 1) product *= x;
  const series = stirling.reduce((total, term, index) => total + term / x ** (2 * index + 1), 0);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

export function gamma(value: number): number {
  if (Number.isInteger(value)) {
    if (value <= 0) return Number.NaN;
    let product = 1;
    for (let factor = 2; factor < value && Number.isFinite(product); factor += 1) product *= factor;
    return product;
  }
  if (value < 0.5) return Math.PI / (Math.sin(Math.PI * value) * gamma(1 - value));
  return Math.exp(logGamma(value));
}

/** The series converges fast near zero; the continued fraction keeps the digits of the tail. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n += 1) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
    if (n > 200) break;
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function erfcFraction(x: number): number {
  let fraction = 0;
  for (let n = 160; n >= 1; n -= 1) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 2) return erfSeries(x);
  return Math.sign(x) * (1 - erfcFraction(Math.abs(x)));
}

export function erfc(x: number): number {
  return x < 2 ? 1 - erf(x) : erfcFraction(x);
}

const tiny = 1e-300;
const awayFromZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);

/** Lentz' method for the continued fraction of the incomplete beta function (Numerical Recipes, 6.4). */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 1000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return result;
}

function regularBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

const shapes = (a: number, b: number): boolean => a > 0 && b > 0;
const probability = (x: number): boolean => x >= 0 && x <= 1;

/** NaN outside of 0 ≤ x ≤ 1 and for shapes that are not positive. */
export function betaProbability(x: number, a: number, b: number): number {
  return shapes(a, b) && probability(x) ? regularBeta(x, a, b) : Number.NaN;
}

/** NaN outside of 0 < x < 1 and for shapes that are not positive. */
export function betaDensity(x: number, a: number, b: number): number {
  if (!shapes(a, b) || !(x > 0 && x < 1)) return Number.NaN;
  return Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b)) * x ** (a - 1) * (1 - x) ** (b - 1);
}

/** By halving until two neighbouring doubles are left. NaN for shapes that are not positive, null for what is no probability. */
export function betaQuantile(p: number, a: number, b: number): number | null {
  if (!shapes(a, b)) return Number.NaN;
  if (!probability(p)) return null;
  let [low, high] = [0, 1];
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (regularBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return high;
}

/** Two-sided p-value of Welch's unequal variances t-test. */
export function welch(mean1: number, variance1: number, count1: number, mean2: number, variance2: number, count2: number): number | null {
  const [part1, part2] = [variance1 / count1, variance2 / count2];
  const t = (mean1 - mean2) / Math.sqrt(part1 + part2);
  const degrees = (part1 + part2) ** 2 / (part1 ** 2 / (count1 - 1) + part2 ** 2 / (count2 - 1));
  return Number.isFinite(t) && degrees > 0 ? regularBeta(degrees / (degrees + t * t), degrees / 2, 0.5) : null;
}
