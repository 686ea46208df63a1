import { serviceMark } from '../../src/core/model/incident.ts';
import { moreSevere } from '../../src/core/model/severity.ts';
import type { Correlating } from '../../src/services/triage/context.ts';
import type { TriageRules } from '../../src/services/triage/rules.ts';

/** The simplest way to correlate that there is: what is of one service belongs together, so does an alert with itself, and an incident is as severe as its worst alert. */
export const sameService: Correlating = {
  correlate: (alert, candidates) => {
    const [incident] = candidates
      .filter(
        ({ services, alerts }) =>
          alerts.some(({ key }) => key === alert.key) || (alert.service !== undefined && services.includes(alert.service)),
      )
      .toSorted((one, other) => other.openedAt - one.openedAt || (one.id < other.id ? -1 : 1));
    if (incident !== undefined) return { kind: 'joins', incident, score: 1, reason: 'it is the open incident of the same service' };
    const reason = alert.service === undefined ? 'it belongs to no service, so it stands alone' : `no incident of ${alert.service} is open`;
    return { kind: 'alone', reason };
  },
  marksFor: ({ service }) => (service === undefined ? [] : [serviceMark(service)]),
  assess: ({ alerts, severity }) => ({
    severity: alerts.reduce((worst, alert) => moreSevere(worst, alert.severity), severity),
    reason: 'an alert says so',
  }),
};

/** Nothing is held, inhibited or silenced, and nothing waits. */
export const plainRules: TriageRules = {
  routes: [],
  defaultRoute: [
    { platform: 'slack', channel: '#incidents' },
    { platform: 'teams', channel: '19:inc' },
  ],
  hold: [],
  expire: [],
  inhibit: [],
  maintenance: [],
  groupWait: { P0: 0, P1: 0, P2: 0, P3: 0 },
  groupInterval: 0,
  repeat: 14_400_000,
  reopenWithin: 1_800_000,
  resolveAfter: 300_000,
};
