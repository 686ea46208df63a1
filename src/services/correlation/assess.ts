import type { Incident } from '../../core/model/incident.ts';
import type { Service } from '../../core/model/service.ts';
import { moreSevere, type Severity, severities } from '../../core/model/severity.ts';
import type { Assess } from './correlation.ts';

type Assessed = ReturnType<Assess>;

/** Services of these tiers are so important that trouble of theirs which reaches others is worth one step more. */
const importantTier = 2;
/** From here on a service alone is worth one step less than its alert says. */
const minorTier = 4;
/** Everything is down: that is never of little weight. */
const worst: Severity = 'P0';
/** Only an alert itself can say that everything is down. */
const worstByBreadth: Severity = 'P1';

/**
 * The worst of its alerts, ended ones too; one step worse (at most P1) when it touches two services or more of which one has tier 1
 * or 2; one step better (P3 is as good as it gets, and P0 is never made less) while it touches a single service, of tier 4 or higher. An incident that is stored already
 * never gets less than it has. See Assess.
 */
export const assess: Assess = (incident, { services }) => {
  const found = weigh(incident, services);
  const isNew = incident.version === 0;
  if (isNew || moreSevere(incident.severity, found.severity) === found.severity) return found;
  return { severity: incident.severity, reason: `it was ${incident.severity} before, and a severity is never lowered` };
};

function weigh(incident: Incident, services: readonly Service[]): Assessed {
  const { alerts, services: touched } = incident;
  const told = alerts.map(({ severity }) => severity).reduce(moreSevere, 'P3');
  const because = alerts.length > 1 ? `${told} is the worst of its ${alerts.length} alerts` : `its alert is ${told}`;
  const [first] = services.filter(({ name }) => touched.includes(name)).toSorted((one, other) => one.tier - other.tier);
  if (first === undefined) return { severity: told, reason: because };
  const { name, tier } = first;
  if (touched.length > 1 && tier <= importantTier && moreSevere(told, worstByBreadth) !== told) {
    return { severity: stepFrom(told, -1), reason: `${because}; it touches ${touched.length} services, and ${name} has tier ${tier}` };
  }
  if (touched.length === 1 && tier >= minorTier && told !== 'P3' && told !== worst) {
    return { severity: stepFrom(told, 1), reason: `${because}, but it touches only ${name}, which has tier ${tier}` };
  }
  return { severity: told, reason: because };
}

const stepFrom = (from: Severity, step: -1 | 1): Severity => severities[severities.indexOf(from) + step] ?? from;
