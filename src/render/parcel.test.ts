import { expect, it } from 'vitest';
import { sampleChart } from '../../test/fakes/chart-samples.ts';
import { pack, transferable, unpack } from './parcel.ts';

it('a chart arrives in the thread as it was sent, gaps included', () => {
  const chart = sampleChart({
    series: [
      {
        label: 'a',
        points: [
          { at: 1, value: 2.5 },
          { at: 2, value: undefined },
          { at: 3, value: 0 },
        ],
      },
      { label: 'a, 1 week before', pastOf: 'a', points: [] },
    ],
  });
  const parcel = pack(chart);
  expect(unpack(structuredClone(parcel, { transfer: transferable(parcel) }))).toEqual(chart);
});
