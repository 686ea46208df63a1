const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** "5 minutes", "1 hour 30 minutes", "0 seconds": a length of time as people say it, in its two largest units. */
export function spanText(ms: number): string {
  let left = Math.max(0, Math.round(ms / 1_000) * 1_000);
  const largest = units.findIndex(([, length]) => left >= length);
  if (largest === -1) return '0 seconds';
  const parts: string[] = [];
  for (const [name, length] of units.slice(largest, largest + 2)) {
    const count = Math.floor(left / length);
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
    left -= count * length;
  }
  return parts.join(' ');
}
