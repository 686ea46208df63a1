import type { CallShape } from '../shapes.ts';
import { countAt, type Named, type Operation, realAt, refused, scalar, textAt } from './define.ts';

const units = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** The largest unit of which there is at least one, unless a unit is given; zeros at the end are left out. */
function formatBytes(call: CallShape): Operation {
  const [size, digits, unit] = [realAt(call, 0), countAt(call, 1), textAt(call, 2)];
  return (value, precision = 0, wanted = '') => {
    const [bytes, places] = [size(value), digits(precision)];
    if (bytes === null || places === null) return '';
    const name = unit(wanted);
    const given = units.findIndex((each) => each.toLowerCase() === name.toLowerCase());
    if (name !== '' && given === -1) throw refused(call, `there is no unit called “${name}”.`);
    const fitting = Math.max(
      0,
      units.findLastIndex((_unit, index) => Math.abs(bytes) >= 1024 ** index),
    );
    const chosen = name === '' ? fitting : given;
    return `${Number((bytes / 1024 ** chosen).toFixed(Math.min(20, Math.max(0, places))))} ${units[chosen]}`;
  };
}

export const byteFormats: Named = [['format_bytes', scalar('string', formatBytes)]];
