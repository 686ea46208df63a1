import type { Unit } from '../core/model/series.ts';
import { formatValue } from '../core/numbers.ts';

/** Longer texts have no room in an axis or a table. */
const longest = 16;

/** formatValue for narrow places: values that are very small stay distinguishable from nothing, and enormous ones fit. */
export function valueText(value: number | undefined, unit: Unit): string {
  const usual = formatValue(value, unit);
  if (value === undefined || !Number.isFinite(value) || value === 0) return usual;
  const { shown, name } = inSmallest(value, unit);
  const isSmall = Math.abs(shown) < (unit === 'percent' ? 1 : 0.1);
  return isSmall || usual.length > longest ? `${briefly(shown)} ${name}`.trim().replace(' /', '/') : usual;
}

/** Two digits that matter: 0.043, 1.2e-7, 3e300. */
function briefly(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1 ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

function inSmallest(value: number, unit: Unit): { shown: number; name: string } {
  switch (unit) {
    case 'percent':
      return { shown: value, name: '%' };
    case 'milliseconds':
      return { shown: value, name: 'ms' };
    case 'seconds':
      return { shown: value * 1_000, name: 'ms' };
    case 'bytes':
      return { shown: value, name: 'B' };
    case 'bytes/s':
      return { shown: value, name: 'B/s' };
    case 'count':
    case 'none':
      return { shown: value, name: '' };
    case 'count/s':
      return { shown: value, name: '/s' };
    case 'cores':
      return { shown: value, name: 'cores' };
  }
}
