import { describe, expect, it } from 'vitest';
import { service } from '../../../test/fakes/catalogue-estate.ts';
import { firingAlert, openIncident } from '../../../test/fakes/correlation.ts';
import type { Severity } from '../../core/model/severity.ts';
import { assess } from './assess.ts';

const services = [
  service('pay', { tier: 1 }),
  service('shop', { tier: 2 }),
  service('search', { tier: 3 }),
  service('wiki', { tier: 4 }),
  service('lab', { tier: 5 }),
];

function ask(
  alerts: readonly (readonly [string | undefined, Severity])[],
  over: { readonly severity?: Severity; readonly version?: number } = {},
) {
  const made = alerts.map(([name, severity], index) => firingAlert({ key: `a${index}`, service: name, severity }));
  return assess(openIncident('INC-1', made, { version: 0, ...over }), { now: 0, services, dependencies: [] });
}

describe('how severe an incident is', () => {
  it.each<[readonly (readonly [string | undefined, Severity])[], Severity, string]>([
    [[['search', 'P2']], 'P2', 'its alert is P2'],
    [[[undefined, 'P1']], 'P1', 'its alert is P1'],
    [
      [
        ['pay', 'P3'],
        ['pay', 'P2'],
      ],
      'P2',
      'P2 is the worst of its 2 alerts',
    ],
    [
      [
        ['search', 'P2'],
        ['shop', 'P3'],
      ],
      'P1',
      'P2 is the worst of its 2 alerts; it touches 2 services, and shop has tier 2',
    ],
    [
      [
        ['pay', 'P3'],
        ['lab', 'P3'],
      ],
      'P2',
      'P3 is the worst of its 2 alerts; it touches 2 services, and pay has tier 1',
    ],
    [
      [
        ['pay', 'P1'],
        ['shop', 'P2'],
      ],
      'P1',
      'P1 is the worst of its 2 alerts',
    ],
    [
      [
        ['pay', 'P0'],
        ['shop', 'P2'],
      ],
      'P0',
      'P0 is the worst of its 2 alerts',
    ],
    [
      [
        ['search', 'P2'],
        ['wiki', 'P2'],
      ],
      'P2',
      'P2 is the worst of its 2 alerts',
    ],
    [[['wiki', 'P2']], 'P3', 'its alert is P2, but it touches only wiki, which has tier 4'],
    [
      [
        ['lab', 'P0'],
        ['lab', 'P2'],
      ],
      'P0',
      'P0 is the worst of its 2 alerts',
    ],
    [[['lab', 'P1']], 'P2', 'its alert is P1, but it touches only lab, which has tier 5'],
    [[['lab', 'P3']], 'P3', 'its alert is P3'],
  ])('alerts %j make it %s', (alerts, severity, reason) => {
    expect(ask(alerts)).toEqual({ severity, reason });
  });

  it('is never less than it was once it is stored', () => {
    expect(ask([['search', 'P3']], { severity: 'P1', version: 4 })).toEqual({
      severity: 'P1',
      reason: 'it was P1 before, and a severity is never lowered',
    });
    expect(ask([['search', 'P2']], { severity: 'P2', version: 4 })).toEqual({ severity: 'P2', reason: 'its alert is P2' });
  });
});
