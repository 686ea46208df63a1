import { KqlFailure } from '../../failure.ts';
import type { Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { isBag, isList, type List, property } from '../values/guards.ts';
import { type Named, type Operation, realAt, scalar } from './define.ts';
import { angleBetween, cross, distance, dot, onEarth, type Point, pointsOf, radians, type Vector, vectorOf } from './geo-vectors.ts';

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
  const points = pointsOf(property(value, 'coordinates'));
  return points !== undefined && points.length >= 2 ? points : undefined;
}

function lineLength(value: Value | undefined): Value {
  const points = lineOf(value);
  if (points === undefined) return null;
  return points.slice(1).reduce((total, point, index) => total + distance(points[index] ?? point, point), 0);
}

/** The turn from one vertex to the next as it is seen from a point. */
function turn(from: Vector, a: Vector, b: Vector): number {
  return Math.atan2(dot(from, cross(a, b)), dot(a, b) - dot(a, from) * dot(b, from));
}

/** Edges are the shortest ways on the sphere; the inside is the smaller part of it. */
function inRing(point: Vector, ring: readonly Point[]): boolean {
  const vertices = ring.map(vectorOf);
  const middle = vertices.reduce<Vector>(([x, y, z], [a, b, c]) => [x + a, y + b, z + c], [0, 0, 0]);
  // On the other side of the Earth the turns look the same.
  if (dot(point, middle) <= 0) return false;
  const total = vertices.slice(1).reduce((sum, vertex, index) => sum + turn(point, vertices[index] ?? vertex, vertex), 0);
  return Math.abs(total) > Math.PI;
}

/** Each polygon is its outline and then its holes. Undefined: it is no polygon. */
function polygonsOf(value: Value | undefined): readonly (readonly (readonly Point[])[])[] | undefined {
  if (!isBag(value)) return undefined;
  const [type, coordinates] = [property(value, 'type'), property(value, 'coordinates')];
  if (!isList(coordinates) || (type !== 'Polygon' && type !== 'MultiPolygon')) return undefined;
  const polygons: List = type === 'Polygon' ? [coordinates] : coordinates;
  const rings = polygons.map((polygon) =>
    isList(polygon) ? polygon.map(pointsOf).filter((ring) => ring !== undefined && ring.length >= 4) : [],
  );
  return rings.some((polygon) => polygon.length === 0)
    ? undefined
    : rings.map((polygon) => polygon.flatMap((ring) => (ring === undefined ? [] : [ring])));
}

function pointInPolygon(call: CallShape): Operation {
  const [longitude, latitude] = [realAt(call, 0), realAt(call, 1)];
  const fixed = call.constants[2] === undefined ? undefined : polygonsOf(call.constants[2]);
  return (east, north, shape) => {
    const point = { longitude: longitude(east) ?? Number.NaN, latitude: latitude(north) ?? Number.NaN };
    const polygons = fixed ?? polygonsOf(shape);
    if (polygons === undefined || !onEarth(point)) return null;
    const vector = vectorOf(point);
    return polygons.some(([outline = [], ...holes]) => inRing(vector, outline) && !holes.some((hole) => inRing(vector, hole)));
  };
}

export const geoPoints: Named = [
  ['geo_point_in_polygon', scalar('bool', pointInPolygon)],
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
