import type { Unit } from './model/series.ts';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });
const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const decimal = ['', 'k', 'M', 'G', 'T'] as const;

/** A number as people read it, with its unit: "312 ms", "1.4 GiB", "31 %", "12.3 k". What is not a finite number is "no data". */
export function formatValue(value: number | undefined, unit: Unit): string {
  if (value === undefined || !Number.isFinite(value)) return 'no data';
  switch (unit) {
    case 'percent':
      return `${percent(value)} %`;
    case 'milliseconds':
      return duration(value);
    case 'seconds':
      return duration(value * 1_000);
    case 'bytes':
      return scaled(value, 1_024, binary);
    case 'bytes/s':
      return `${scaled(value, 1_024, binary)}/s`;
    case 'count':
    case 'none':
      return count(value);
    case 'count/s':
      return `${count(value)}/s`;
    case 'cores':
      return `${significant(value)} cores`;
  }
}

/** Near 100 the digits behind the point are what matters (99.95 % is not 100 %), and so they are kept. */
function percent(value: number): string {
  const distance = Math.abs(100 - value);
  if (value > 90 && distance > 0 && distance < 2) return grouped.format(cut(value, distance < 0.1 ? 3 : 2));
  return grouped.format(round(value, Math.abs(value) < 10 ? 1 : 0));
}

/** Cuts instead of rounding, so that nothing below 100 is ever shown as 100. */
function cut(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.floor(value * factor + 1e-6) / factor;
}

function duration(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < 10_000) return `${significant(milliseconds, size >= 100 ? 0 : undefined)} ms`;
  if (size < 120_000) return `${significant(milliseconds / 1_000)} s`;
  return `${significant(milliseconds / 60_000)} min`;
}

function count(value: number): string {
  return Math.abs(value) < 10_000 ? significant(value, Math.abs(value) >= 100 ? 0 : undefined) : scaled(value, 1_000, decimal);
}

function scaled(value: number, base: number, prefixes: readonly string[]): string {
  let rest = value;
  let step = 0;
  while (Math.abs(rest) >= base * 0.9995 && step < prefixes.length - 1) {
    rest /= base;
    step += 1;
  }
  return `${significant(rest)} ${prefixes[step] ?? ''}`.trim();
}

/** Three significant digits or so: 0.042, 3.14, 31.4, 314. */
function significant(value: number, digits?: number): string {
  const size = Math.abs(value);
  const wanted = digits ?? (size >= 99.95 || size === 0 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : 3);
  return grouped.format(round(value, wanted));
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  // Adding zero turns -0 into 0.
  return Math.round(value * factor) / factor + 0;
}
