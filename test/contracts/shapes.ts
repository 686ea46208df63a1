type Kind = 'object' | 'array' | 'null' | 'string' | 'number' | 'boolean';

/** Every path in a body with the kind of what stands there: "data.alerts[].name" → string. */
export function shapeOf(value: unknown, path = ''): ReadonlyMap<string, Kind> {
  if (value === null) return new Map([[path, 'null']]);
  if (Array.isArray(value)) return new Map([[path, 'array'], ...value.flatMap((one) => [...shapeOf(one, `${path}[]`)])]);
  if (typeof value !== 'object') return new Map([[path, plainKind(value)]]);
  return new Map([
    [path, 'object'],
    ...Object.entries(value).flatMap(([name, one]) => [...shapeOf(one, path === '' ? name : `${path}.${name}`)]),
  ]);
}

function plainKind(value: unknown): Kind {
  return typeof value === 'number' || typeof value === 'boolean' ? (typeof value === 'number' ? 'number' : 'boolean') : 'string';
}

/**
 * Where a system publishes samples and no specification: what is sent may hold only what some sample holds, in its kind, and
 * must hold what every sample holds. Null fits any kind, as the samples do it.
 */
export function faultsBeside(samples: readonly unknown[], message: unknown): readonly string[] {
  const shapes = samples.map((one) => shapeOf(one));
  const ours = shapeOf(message);
  const unknown = [...ours].flatMap(([path, kind]) => {
    const kinds = shapes.flatMap((shape) => shape.get(path) ?? []);
    if (kinds.length === 0) return [`${path} is in no sample`];
    const fits = kind === 'null' || kinds.includes(kind) || kinds.includes('null');
    return fits ? [] : [`${path} is a ${kind}, in the samples a ${kinds.join(' or a ')}`];
  });
  const [first, ...more] = shapes;
  const everywhere = [...(first?.keys() ?? [])].filter((path) => more.every((shape) => shape.has(path)));
  // A list may be empty, and what lies in something that is null here cannot be missed.
  const missing = everywhere.filter((path) => !ours.has(path) && !path.endsWith('[]') && ours.get(parentOf(path)) === 'object');
  return [...unknown, ...missing.map((path) => `${path} is missing`)];
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));
