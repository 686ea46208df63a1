const primes = [
  11_400_714_785_074_694_791n,
  14_029_467_366_897_019_727n,
  1_609_587_929_392_839_161n,
  9_650_029_242_287_828_579n,
  2_870_177_450_012_600_261n,
] as const;
const [p1, p2, p3, p4, p5] = primes;

const cut = (value: bigint): bigint => BigInt.asUintN(64, value);
const turn = (value: bigint, by: bigint): bigint => cut((value << by) | (value >> (64n - by)));
const round = (lane: bigint, input: bigint): bigint => cut(turn(cut(lane + input * p2), 31n) * p1);
const fold = (hash: bigint, lane: bigint): bigint => cut((hash ^ round(0n, lane)) * p1 + p4);

function long(bytes: Buffer): { readonly hash: bigint; readonly done: number } {
  let lanes: readonly bigint[] = [cut(p1 + p2), p2, 0n, cut(-p1)];
  let at = 0;
  for (; at + 32 <= bytes.length; at += 32) {
    const start = at;
    lanes = lanes.map((lane, index) => round(lane, bytes.readBigUInt64LE(start + index * 8)));
  }
  const [a = 0n, b = 0n, c = 0n, d = 0n] = lanes;
  const mixed = cut(turn(a, 1n) + turn(b, 7n) + turn(c, 12n) + turn(d, 18n));
  return { hash: lanes.reduce(fold, mixed), done: at };
}

/** XXH64 with seed 0 (xxHash specification 0.1.1): 64 bits, unsigned. */
export function xxHash64(bytes: Buffer): bigint {
  const start = bytes.length >= 32 ? long(bytes) : { hash: p5, done: 0 };
  let hash = cut(start.hash + BigInt(bytes.length));
  let at = start.done;
  for (; at + 8 <= bytes.length; at += 8) hash = cut(turn(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * p1 + p4);
  for (; at + 4 <= bytes.length; at += 4) hash = cut(turn(hash ^ cut(BigInt(bytes.readUInt32LE(at)) * p1), 23n) * p2 + p3);
  for (; at < bytes.length; at += 1) hash = cut(turn(hash ^ cut(BigInt(bytes[at] ?? 0) * p5), 11n) * p1);
  hash = cut((hash ^ (hash >> 33n)) * p2);
  hash = cut((hash ^ (hash >> 29n)) * p3);
  return hash ^ (hash >> 32n);
}
