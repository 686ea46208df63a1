/**
 * The value that would stand at `place` if the first `length` numbers were sorted, without sorting all of them; they are moved
 * about. Numbers only, no NaN. Time grows with the length whatever the order: after too many bad pivots the rest is sorted.
 */
export function numberAt(numbers: Float64Array, length: number, place: number): number {
  let low = 0;
  let high = length - 1;
  for (let rounds = 2 * Math.ceil(Math.log2(length + 1)); high - low > 32 && rounds > 0; rounds--) {
    const pivot = middleOf(numbers[low] ?? 0, numbers[(low + high) >> 1] ?? 0, numbers[high] ?? 0);
    let left = low;
    let right = high;
    while (left <= right) {
      while ((numbers[left] ?? 0) < pivot) left += 1;
      while ((numbers[right] ?? 0) > pivot) right -= 1;
      if (left > right) break;
      const kept = numbers[left] ?? 0;
      numbers[left] = numbers[right] ?? 0;
      numbers[right] = kept;
      left += 1;
      right -= 1;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else return pivot;
  }
  numbers.subarray(low, high + 1).sort();
  return numbers[place] ?? Number.NaN;
}

const middleOf = (one: number, two: number, three: number): number => Math.max(Math.min(one, two), Math.min(Math.max(one, two), three));
