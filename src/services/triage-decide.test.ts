import { describe, expect, it } from 'vitest';
import type { Alert, AlertEvent } from '../core/model/alert.ts';
import type { Incident } from '../core/model/incident.ts';
import { decide, type Situation } from './triage-decide.ts';

const fired: AlertEvent = {
  source: 'azure',
  key: 'slow|db-1',
  state: 'fired',
  at: 1_000,
  title: 'Slow responses',
  description: 'average above 2 s',
  severity: 'P2',
  resources: [],
};
const resolved: AlertEvent = { ...fired, state: 'resolved', at: 2_000 };
const incident: Incident = {
  id: 'INC-1',
  service: 'compliance',
  title: 'Slow responses',
  severity: 'P2',
  state: 'triggered',
  openedAt: 1_100,
  alerts: [{ key: 'slow|db-1', source: 'azure', title: 'Slow responses', description: '', severity: 'P2', state: 'fired', firedAt: 1_000 }],
  rooms: [],
  version: 4,
};
const alert: Alert = {
  key: 'slow|db-1',
  source: 'azure',
  service: 'compliance',
  title: 'Slow responses',
  description: '',
  severity: 'P2',
  state: 'fired',
  firedAt: 1_000,
  lastEventAt: 1_000,
  incident: 'INC-1',
};
const nothing: Situation = {
  alert: undefined,
  service: 'compliance',
  incident: undefined,
  newIncident: { id: 'INC-2', targets: [{ platform: 'slack', channel: '#incidents' }] },
  now: 5_000,
};
const firing: Situation = { ...nothing, alert, incident };

describe('an alert that fires', () => {
  it('opens an incident when its service has none', () => {
    const decision = decide(fired, nothing);
    expect(decision).toMatchObject({ name: 'opened', reason: 'no incident of compliance is open' });
    expect(decision.incident).toMatchObject({ id: 'INC-2', severity: 'P2', rooms: [{ target: { channel: '#incidents' } }] });
    expect(decision.alert?.incident).toBe('INC-2');
  });

  it('joins the open incident of the same service, and says so in its story', () => {
    const decision = decide({ ...fired, source: 'sentry', key: 'errors' }, { ...nothing, incident });
    expect(decision).toMatchObject({ name: 'joined', reason: 'it is the open incident of the same service' });
    expect(decision.incident?.alerts.map((one) => one.key)).toEqual(['slow|db-1', 'errors']);
    expect(decision.entries.map((entry) => entry.kind)).toEqual(['joined']);
  });

  it('raises the severity of the incident it joins', () => {
    const decision = decide({ ...fired, key: 'down', severity: 'P0' }, { ...nothing, incident });
    expect(decision.incident?.severity).toBe('P0');
    expect(decision.entries.map((entry) => entry.text)).toContain('Severity raised from P2 to P0');
  });

  it('never lowers the severity', () => {
    const decision = decide({ ...fired, key: 'small', severity: 'P3' }, { ...nothing, incident });
    expect(decision.incident?.severity).toBe('P2');
  });

  it('is a duplicate while it fires already, and changes nothing', () => {
    expect(decide(fired, firing)).toEqual({
      name: 'duplicate',
      reason: 'it fires already in INC-1',
      entries: [],
      alert: undefined,
      incident: undefined,
    });
  });

  it('raises the severity also as a duplicate: a warning that became critical', () => {
    const decision = decide({ ...fired, severity: 'P1' }, firing);
    expect(decision).toMatchObject({ name: 'duplicate', incident: { severity: 'P1' }, alert: { severity: 'P1' } });
  });

  it('ends the quiet when it fires again while its incident is open', () => {
    const quiet: Situation = {
      ...firing,
      alert: { ...alert, state: 'resolved', lastEventAt: 2_000 },
      incident: { ...incident, quietSince: 3_000 },
    };
    const decision = decide({ ...fired, at: 4_000 }, quiet);
    expect(decision).toMatchObject({ name: 'joined', reason: 'it fires again while INC-1 is open' });
    expect(decision.incident?.quietSince).toBeUndefined();
    expect(decision.entries.map((entry) => entry.kind)).toEqual(['refired']);
  });

  it('opens anew after its incident was closed', () => {
    const decision = decide({ ...fired, at: 9_000 }, { ...nothing, alert: { ...alert, state: 'resolved', lastEventAt: 2_000 } });
    expect(decision).toMatchObject({ name: 'opened', incident: { id: 'INC-2' } });
  });

  it('does not open anew by a repeated message about a firing that a person has closed', () => {
    expect(decide(fired, { ...nothing, alert })).toMatchObject({ name: 'duplicate', reason: 'this firing was dealt with in INC-1' });
  });
});

describe('an alert that resolves', () => {
  it('makes the incident quiet when it was the last one firing', () => {
    const decision = decide(resolved, firing);
    expect(decision).toMatchObject({ name: 'resolved', incident: { quietSince: 5_000 }, alert: { state: 'resolved', resolvedAt: 2_000 } });
  });

  it('leaves the incident loud while another one fires', () => {
    const alerts = [...incident.alerts, { ...alert, key: 'errors' }];
    const decision = decide(resolved, { ...firing, incident: { ...incident, alerts } });
    expect(decision.incident?.quietSince).toBeUndefined();
    expect(decision.reason).toBe('other alerts of INC-1 still fire');
  });

  it('changes nothing when it ends an older firing than the one that is under way, however late it was told', () => {
    const newer: Situation = { ...firing, alert: { ...alert, lastEventAt: 3_000 } };
    const late = { ...resolved, at: 9_000, firingSince: 1_000 };
    expect(decide(late, newer)).toMatchObject({ name: 'duplicate', reason: 'it is late: the alert has fired after it' });
    expect(decide({ ...late, firingSince: 3_000 }, newer)).toMatchObject({
      name: 'resolved',
      alert: { state: 'resolved', resolvedAt: 9_000 },
    });
  });

  it('is told on its incident also when a person has resolved that, which stays resolved', () => {
    const closed: Incident = { ...incident, state: 'resolved', resolved: { by: undefined, at: 1_500, reason: 'by hand' } };
    const decision = decide(resolved, { ...firing, incident: closed });
    expect(decision).toMatchObject({ name: 'resolved', reason: 'INC-1 was resolved before', incident: { state: 'resolved' } });
    expect(decision.incident?.alerts).toMatchObject([{ state: 'resolved', resolvedAt: 2_000 }]);
    expect(decision.incident?.quietSince).toBeUndefined();
  });

  it('opens nothing by itself, but is remembered, so that its firing is late', () => {
    const first = decide(resolved, nothing);
    expect(first).toMatchObject({ name: 'resolved', alert: { state: 'resolved' } });
    expect(first.incident).toBeUndefined();
    expect(decide(fired, { ...nothing, alert: first.alert })).toMatchObject({
      name: 'duplicate',
      reason: 'it is late: the alert has resolved after it',
    });
  });
});
