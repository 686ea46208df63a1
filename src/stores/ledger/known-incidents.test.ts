import { describe, expect, it } from 'vitest';
import { sampleAlert, sampleIncident } from '../../../test/contract/ledger-samples.ts';
import { createKnownIncidents } from './known-incidents.ts';

const incident = (number: number, version: number, alerts: number) =>
  sampleIncident(number, { version, alerts: Array.from({ length: alerts }, (_, at) => sampleAlert(`${number}-${at}`)) });

describe('incidents that are known', () => {
  it('are so by their version, the newest one', () => {
    const known = createKnownIncidents();
    const second = incident(1, 2, 1);
    known.keep(second);
    known.keep(incident(1, 1, 5));
    expect(known.at('INC-1', 2)).toBe(second);
    expect(known.at('INC-1', 1)).toBeUndefined();
    expect(known.at('INC-1', 3)).toBeUndefined();
  });

  it('are no more than their alerts allow; who was not asked for the longest goes first', () => {
    const known = createKnownIncidents(6);
    for (const number of [1, 2, 3]) known.keep(incident(number, 1, 2));
    known.at('INC-1', 1);
    known.keep(incident(4, 1, 1));
    known.keep(incident(4, 2, 2));
    const left = [1, 2, 3].filter((number) => known.at(`INC-${number}`, 1) !== undefined);
    expect(left).toEqual([1, 3]);
    // One that is larger than all that may be kept is kept alone.
    known.keep(incident(5, 1, 9));
    expect(known.at('INC-5', 1)?.alerts).toHaveLength(9);
    expect(known.at('INC-4', 2)).toBeUndefined();
  });
});
