import type { Aggregation, Unit } from '../../core/model/series.ts';

/** Azure's units in ours, and what a value is multiplied by on the way. Source: MetricUnit of the metrics API (2024-02-01). */
const units: Readonly<Record<string, { readonly unit: Unit; readonly factor: number }>> = {
  count: { unit: 'count', factor: 1 },
  bytes: { unit: 'bytes', factor: 1 },
  seconds: { unit: 'seconds', factor: 1 },
  countpersecond: { unit: 'count/s', factor: 1 },
  bytespersecond: { unit: 'bytes/s', factor: 1 },
  percent: { unit: 'percent', factor: 1 },
  milliseconds: { unit: 'milliseconds', factor: 1 },
  cores: { unit: 'cores', factor: 1 },
  millicores: { unit: 'cores', factor: 1e-3 },
  nanocores: { unit: 'cores', factor: 1e-9 },
  bitspersecond: { unit: 'bytes/s', factor: 1 / 8 },
};

/** Byte-seconds, unspecified and whatever Azure may add have no unit here. */
export function readUnit(azure: string | undefined): { readonly unit: Unit; readonly factor: number } {
  return units[(azure ?? '').toLowerCase()] ?? { unit: 'none', factor: 1 };
}

/** The count aggregation counts samples, whatever they measure. */
export function unitOf(azure: string | undefined, aggregation: Aggregation): { readonly unit: Unit; readonly factor: number } {
  return aggregation === 'count' ? { unit: 'count', factor: 1 } : readUnit(azure);
}

const duration = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/u;
const minute = 60_000;

/** "PT5M" → 300,000 ms; undefined for what is no duration ("FULL"). */
export function readGrain(iso: string): number | undefined {
  const parts = duration.exec(iso);
  if (parts === null) return undefined;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  const total = ((days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0)) * minute + (seconds ?? 0) * 1000;
  return total === 0 ? undefined : total;
}

/** 300,000 ms → "PT5M"; whole minutes only, which every grain of Azure's is. */
export function writeGrain(ms: number): string {
  const minutes = Math.round(ms / minute);
  if (minutes % 1440 === 0) return `P${minutes / 1440}D`;
  return minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`;
}

/** What the platform offers for nearly every metric. */
export const usualGrains: readonly number[] = [1, 5, 15, 30, 60, 360, 720, 1440].map((minutes) => minutes * minute);

/** The finest offered grain that is not finer than the asked one; the coarsest where all are finer. */
export function chooseGrain(askedMs: number, offered: readonly number[]): number {
  const sorted = (offered.length === 0 ? usualGrains : offered).toSorted((one, other) => one - other);
  return sorted.find((grain) => grain >= askedMs) ?? sorted.at(-1) ?? askedMs;
}
