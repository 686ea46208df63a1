import type { Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { countAt, type Named, type Operation, ofTexts, realAt, scalar } from './define.ts';

const letters = '0123456789bcdefghjkmnpqrstuvwxyz';

interface Cell {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Bits halve the longitude and the latitude in turn; five of them make a letter. */
function encode(longitude: number, latitude: number, length: number): string {
  let [west, east, south, north] = [-180, 180, -90, 90];
  let hash = '';
  for (let bit = 0, value = 0; hash.length < length; bit += 1) {
    const across = bit % 2 === 0;
    const middle = across ? (west + east) / 2 : (south + north) / 2;
    const upper = (across ? longitude : latitude) >= middle;
    if (across && upper) west = middle;
    else if (across) east = middle;
    else if (upper) south = middle;
    else north = middle;
    value = value * 2 + (upper ? 1 : 0);
    if (bit % 5 === 4) {
      hash += letters.charAt(value);
      value = 0;
    }
  }
  return hash;
}

/** Undefined: the text is no geohash. */
function cellOf(hash: string): Cell | undefined {
  if (hash.length === 0 || hash.length > 18) return undefined;
  let [west, east, south, north] = [-180, 180, -90, 90];
  let bit = 0;
  for (const letter of hash.toLowerCase()) {
    const value = letters.indexOf(letter);
    if (value === -1) return undefined;
    for (let place = 4; place >= 0; place -= 1, bit += 1) {
      const upper = Math.floor(value / 2 ** place) % 2 === 1;
      const middle = bit % 2 === 0 ? (west + east) / 2 : (south + north) / 2;
      if (bit % 2 === 0) [west, east] = upper ? [middle, east] : [west, middle];
      else [south, north] = upper ? [middle, north] : [south, middle];
    }
  }
  return { west, east, south, north };
}

function pointToHash(call: CallShape): Operation {
  const [longitude, latitude, accuracy] = [realAt(call, 0), realAt(call, 1), countAt(call, 2)];
  return (east, north, length = 5) => {
    const [x, y, letterCount] = [longitude(east), latitude(north), accuracy(length)];
    if (x === null || y === null || letterCount === null || letterCount < 1 || letterCount > 18) return '';
    return Math.abs(x) <= 180 && Math.abs(y) <= 90 ? encode(x, y, letterCount) : '';
  };
}

function center(hash: string): Value {
  const cell = cellOf(hash);
  if (cell === undefined) return null;
  return { type: 'Point', coordinates: [(cell.west + cell.east) / 2, (cell.south + cell.north) / 2] };
}

function outline(hash: string): Value {
  const cell = cellOf(hash);
  if (cell === undefined) return null;
  const { west, east, south, north } = cell;
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [corners] };
}

export const geohash: Named = [
  ['geo_point_to_geohash', scalar('string', pointToHash)],
  ['geo_geohash_to_central_point', ofTexts('dynamic', center)],
  ['geo_geohash_to_polygon', ofTexts('dynamic', outline)],
];
