export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Of a sample; 0 of one number. */
export function varianceOf(numbers: readonly number[]): number {
  if (numbers.length < 2) return 0;
  const centre = mean(numbers);
  return numbers.reduce((sum, one) => sum + (one - centre) ** 2, 0) / (numbers.length - 1);
}
