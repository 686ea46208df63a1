import { describe, expect, it } from 'vitest';
import { createVariation, type Variation } from './ground-truth.ts';
import { scenarios } from './list.ts';

const minute = 60_000;
const seeds = Array.from({ length: 120 }, (_, index) => index + 1);
const variations: readonly Variation[] = seeds.map(createVariation);
const lines = variations.flatMap((one) => one.lines);

const share = (is: (one: Variation) => boolean): number => variations.filter(is).length / variations.length;

describe('variations', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(createVariation(17)).toEqual(createVariation(17));
    expect(createVariation(17).lines).not.toEqual(createVariation(18).lines);
  });

  it('hold every scenario but the storm, alone and beside others', () => {
    const met = new Set(variations.flatMap(({ names }) => names));
    expect([...met].toSorted()).toEqual(
      scenarios
        .map(({ name }) => name)
        .filter((name) => name !== 'storm')
        .toSorted(),
    );
    expect(new Set(variations.map(({ names }) => names.length))).toEqual(new Set([1, 2, 3]));
  });

  it('have messages of every cause, in the order of their arrival', () => {
    for (const { seed, names, lines: own } of variations) {
      const causes = new Set(own.map(({ incident }) => incident.split(':')[0]));
      expect([seed, names.filter((name) => !causes.has(name))]).toEqual([seed, []]);
      expect(own.map(({ at }) => at)).toEqual(own.map(({ at }) => at).toSorted((one, other) => one - other));
    }
  });

  it('have doubled messages, late ones, missing resolves, and alerts that belong to nothing', () => {
    const doubled = (one: Variation): boolean => new Set(one.lines.map(({ body }) => JSON.stringify(body))).size < one.lines.length;
    expect(share(doubled)).toBeGreaterThan(0.4);
    expect(share(({ lines: own }) => own.some(({ incident }) => incident === ''))).toBeGreaterThan(0.3);
    const late = lines.filter(({ at, body }) => at - newest(body) > minute);
    expect(late.length / lines.length).toBeGreaterThan(0.05);
    expect(late.length / lines.length).toBeLessThan(0.3);
    const azure = lines.filter(({ source }) => source === 'azure').map(({ body }) => JSON.stringify(body));
    const firings = (state: string): number =>
      new Set(azure.filter((one) => one.includes(`"monitorCondition":"${state}"`)).map((one) => /"alertId":"([^"]+)"/u.exec(one)?.[1]))
        .size;
    expect(firings('Resolved')).toBeLessThan(firings('Fired'));
  });

  it('have clocks that differ by minutes in some, and by seconds in most', () => {
    const skew = (one: Variation): number => Math.max(...one.lines.map(({ at, body }) => newest(body) - at));
    expect(share((one) => skew(one) > minute)).toBeGreaterThan(0.02);
    expect(share((one) => skew(one) > 10 * minute)).toBe(0);
    expect(share((one) => skew(one) < 5_000)).toBeGreaterThan(0.6);
  });
});

const moments = /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/gu;

/** The newest moment that a body tells. */
const newest = (body: unknown): number => Math.max(...(JSON.stringify(body).match(moments) ?? []).map((one) => Date.parse(one)));
