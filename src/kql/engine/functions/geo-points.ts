import { KqlFailure } from '../../failure.ts';
import type { Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { isBag, isList, property } from '../values/guards.ts';
import { type Named, type Operation, realAt, scalar } from './define.ts';

/** Metres: the sphere on which the service measures. */
const earthRadius = 6_371_010;

type Vector = readonly [number, number, number];
interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function vectorOf({ longitude, latitude }: Point): Vector {
  const [east, north] = [radians(longitude), radians(latitude)];
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
}

const cross = ([a, b, c]: Vector, [x, y, z]: Vector): Vector => [b * z - c * y, c * x - a * z, a * y - b * x];
const dot = ([a, b, c]: Vector, [x, y, z]: Vector): number => a * x + b * y + c * z;

/** Between two directions, in radians; exact for near ones, too. */
const angleBetween = (a: Vector, b: Vector): number => Math.atan2(Math.hypot(...cross(a, b)), dot(a, b));

function distance(a: Point, b: Point): number {
  return angleBetween(vectorOf(a), vectorOf(b)) * earthRadius;
}

/** From north, clockwise; radians. */
function azimuth(a: Point, b: Point): number {
  const [from, to, turn] = [radians(a.latitude), radians(b.latitude), radians(b.longitude - a.longitude)];
  return Math.atan2(Math.sin(turn) * Math.cos(to), Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(turn));
}

/** At the second point, between the ways to the two others; radians. */
function cornerAngle(a: Point, b: Point, c: Point): number {
  const corner = vectorOf(b);
  return angleBetween(cross(corner, vectorOf(a)), cross(corner, vectorOf(c)));
}

const onEarth = ({ longitude, latitude }: Point): boolean => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;

/** Longitude and latitude come as two numbers; a place that is none gives null. */
function ofPoints(count: number, operation: (points: readonly Point[], more: number | null) => Value): (call: CallShape) => Operation {
  return (call) => {
    const readers = call.types.map((_type, index) => realAt(call, index));
    return (...values) => {
      const numbers = values.map((value, index) => readers[index]?.(value) ?? null);
      const points = Array.from({ length: count }, (_none, index) => ({
        longitude: numbers[2 * index] ?? Number.NaN,
        latitude: numbers[2 * index + 1] ?? Number.NaN,
      }));
      return points.every(onEarth) ? operation(points, numbers[2 * count] ?? null) : null;
    };
  };
}

const nowhere: Point = { longitude: Number.NaN, latitude: Number.NaN };

function measured(call: CallShape): Operation {
  // With a fifth argument that is true the service measures on a spheroid.
  if (call.types.length > 4 && call.constants[4] !== false) return () => refuseSpheroid();
  return ofPoints(2, ([a = nowhere, b = nowhere]) => distance(a, b))(call);
}

function refuseSpheroid(): never {
  throw new KqlFailure('unsupported', 'geo_distance_2points() on a spheroid is not supported here.');
}

/** The points of a GeoJSON line. Undefined: it is none. */
function lineOf(value: Value | undefined): readonly Point[] | undefined {
  if (!isBag(value) || property(value, 'type') !== 'LineString') return undefined;
  const coordinates = property(value, 'coordinates');
  if (!isList(coordinates) || coordinates.length < 2) return undefined;
  const points = coordinates.map((pair) => {
    const [longitude, latitude] = isList(pair) ? pair : [];
    return { longitude: Number(longitude ?? Number.NaN), latitude: Number(latitude ?? Number.NaN) };
  });
  return points.every(onEarth) ? points : undefined;
}

function lineLength(value: Value | undefined): Value {
  const points = lineOf(value);
  if (points === undefined) return null;
  return points.slice(1).reduce((total, point, index) => total + distance(points[index] ?? point, point), 0);
}

export const geoPoints: Named = [
  ['geo_distance_2points', scalar('real', measured)],
  [
    'geo_point_in_circle',
    scalar(
      'bool',
      ofPoints(2, ([point = nowhere, center = nowhere], radius) =>
        radius === null || radius < 0 ? null : distance(point, center) <= radius,
      ),
    ),
  ],
  [
    'geo_azimuth',
    scalar(
      'real',
      ofPoints(2, ([a = nowhere, b = nowhere]) => azimuth(a, b)),
    ),
  ],
  [
    'geo_angle',
    scalar(
      'real',
      ofPoints(3, ([a = nowhere, b = nowhere, c = nowhere]) => cornerAngle(a, b, c)),
    ),
  ],
  ['geo_line_length', scalar('real', () => lineLength)],
];
