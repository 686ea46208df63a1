import type { EstateMetric } from './metric.ts';
import { hashText } from './noise.ts';
import type { EstateResource } from './resources.ts';

/** One combination of all of a metric's dimensions. */
export interface Part {
  readonly values: Readonly<Record<string, string>>;
  /** Its share of what adds up; all of them make 1, and so do those of an included metric among themselves. */
  readonly share: number;
  /** How far its level lies from the metric's own, relative; all of them make 0. */
  readonly tilt: number;
}

type Weighted = readonly (readonly [value: string, weight: number])[];

/** No level is further from the metric's own than this, which is less than a minute's minimum and maximum are. */
export const mostTilt = 0.1;

/** The combinations of a metric's dimensions that occur on a resource, in the same order every time; an included metric's last. */
export function partsOf(resource: EstateResource, metric: EstateMetric): readonly Part[] {
  return [...ownParts(resource, metric), ...(metric.includes === undefined ? [] : ownParts(resource, metric.includes))];
}

/** Those without an included metric's. */
export function ownParts(resource: EstateResource, metric: EstateMetric): readonly Part[] {
  let combined: readonly { readonly values: Readonly<Record<string, string>>; readonly share: number }[] = [{ values: {}, share: 1 }];
  for (const dimension of metric.dimensions) {
    const values = valuesOf(resource, metric, dimension);
    const whole = values.reduce((sum, [, weight]) => sum + weight, 0);
    combined = combined.flatMap((part) =>
      values.map(([value, weight]) => ({ values: { ...part.values, [dimension]: value }, share: (part.share * weight) / whole })),
    );
  }
  // Availability and the like are the same wherever one looks.
  const widest = metric.shape.noise === 0 ? 0 : mostTilt;
  return combined.map((part, index) => ({ ...part, tilt: combined.length === 1 ? 0 : widest * (1 - (2 * index) / (combined.length - 1)) }));
}

function valuesOf(resource: EstateResource, metric: EstateMetric, dimension: string): Weighted {
  const own = hashText(resource.name).toString(16).padStart(8, '0');
  switch (dimension) {
    case 'Instance':
      return [
        [`RD${own.toUpperCase()}A1`, 5],
        [`RD${own.toUpperCase()}B2`, 4],
      ];
    case 'request/resultCode':
      if (metric.name === 'requests/failed') return failedCodes;
      return metric.includes === undefined ? resultCodes : resultCodes.filter(([code]) => !serverError.test(code));
    case 'request/performanceBucket':
      return buckets;
    case 'request/success':
      return [
        ['True', 98],
        ['False', 2],
      ];
    case 'cloud/roleName':
      return [
        [resource.service, 8],
        [`${resource.service}-worker`, 2],
      ];
    case 'cloud/roleInstance':
    case 'podName':
      return [
        [`${resource.service}-7d9f8c6b5-${own.slice(0, 5)}`, 5],
        [`${resource.service}-7d9f8c6b5-${own.slice(3, 8)}`, 4],
      ];
    case 'revisionName':
      return [
        [`${resource.name}--0000042`, 9],
        [`${resource.name}--0000041`, 1],
      ];
    case 'node':
      return ['0', '1', '2'].map((number) => [`aks-nodepool1-${own}-vmss00000${number}`, 1]);
    default:
      return fixed[dimension] ?? [['default', 1]];
  }
}

const resultCodes: Weighted = [
  ['200', 90],
  ['302', 5],
  ['404', 3],
  ['401', 1],
  ['500', 1],
];
/** Always a failure. */
const serverError = /^5/u;
const failedCodes: Weighted = [
  ['500', 6],
  ['503', 3],
  ['404', 1],
];
const buckets: Weighted = [
  ['<250ms', 80],
  ['250ms-500ms', 14],
  ['500ms-1sec', 4],
  ['1sec-3sec', 2],
];

const fixed: Readonly<Record<string, Weighted>> = {
  'availabilityResult/name': [
    ['home page', 1],
    ['sign-in', 1],
  ],
  'availabilityResult/location': [
    ['West Europe', 1],
    ['North Europe', 1],
    ['South Africa North', 1],
  ],
  'dependency/type': [
    ['SQL', 6],
    ['HTTP', 3],
    ['InProc', 1],
  ],
  StatusCode: [
    ['200', 92],
    ['201', 5],
    ['429', 2],
    ['404', 1],
  ],
  CollectionName: [
    ['pages', 7],
    ['hosts', 3],
  ],
  nodepool: [['nodepool1', 1]],
  namespace: [
    ['packamal', 7],
    ['kube-system', 3],
  ],
  pod: [
    ['web', 5],
    ['worker', 3],
    ['scheduler', 1],
  ],
  ShardId: [['0', 1]],
  ResponseType: [
    ['Success', 96],
    ['ClientOtherError', 3],
    ['ServerBusyError', 1],
  ],
  GeoType: [['Primary', 1]],
  ApiName: [
    ['GetBlob', 70],
    ['PutBlob', 20],
    ['ListBlobs', 7],
    ['GetBlobProperties', 3],
  ],
  ActivityType: [['vault', 1]],
  ActivityName: [
    ['secretget', 8],
    ['vaultget', 1],
    ['secretlist', 1],
  ],
  statusCodeCategory: [
    ['2xx', 93],
    ['3xx', 3],
    ['4xx', 3],
    ['5xx', 1],
  ],
  statusCode: [
    ['200', 90],
    ['404', 6],
    ['500', 4],
  ],
};
