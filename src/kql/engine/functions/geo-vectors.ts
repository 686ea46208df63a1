import { isList } from '../values/guards.ts';

/** Metres: the sphere on which the service measures. */
const earthRadius = 6_371_010;

export type Vector = readonly [number, number, number];
export interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

export function vectorOf({ longitude, latitude }: Point): Vector {
  const [east, north] = [radians(longitude), radians(latitude)];
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
}

export const cross = ([a, b, c]: Vector, [x, y, z]: Vector): Vector => [b * z - c * y, c * x - a * z, a * y - b * x];
export const dot = ([a, b, c]: Vector, [x, y, z]: Vector): number => a * x + b * y + c * z;

/** Between two directions, in radians; exact for near ones, too. */
export const angleBetween = (a: Vector, b: Vector): number => Math.atan2(Math.hypot(...cross(a, b)), dot(a, b));

export function distance(a: Point, b: Point): number {
  return angleBetween(vectorOf(a), vectorOf(b)) * earthRadius;
}

export const onEarth = ({ longitude, latitude }: Point): boolean => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;

/** GeoJSON's pairs of longitude and latitude. Undefined: something is no place on Earth. */
export function pointsOf(coordinates: unknown): readonly Point[] | undefined {
  if (!isList(coordinates)) return undefined;
  const points = coordinates.map((pair) => {
    const [longitude, latitude] = isList(pair) ? pair : [];
    return { longitude: Number(longitude ?? Number.NaN), latitude: Number(latitude ?? Number.NaN) };
  });
  return points.every(onEarth) ? points : undefined;
}
