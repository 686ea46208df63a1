import type { AlertFacts } from '../core/model/alert.ts';
import { type Resource, sameId } from '../core/model/resource.ts';
import type { Service } from '../core/model/service.ts';
import { matchOf, resourceOfId } from './membership.ts';

/** Whose an alert is, and by what. */
export interface Membership {
  readonly service: Service;
  /** "its resource pg-orders is in the group rg-orders" */
  readonly by: string;
}

export type AboutAlert = Pick<AlertFacts, 'source' | 'resources' | 'project' | 'labels'>;

/**
 * Labels whose value may be a service's name or title, the first that is one decides. Written as Prometheus, Kubernetes, Sentry and
 * Application Insights write them; case, dots, dashes, slashes and underscores in the label's name do not matter ("cloud/roleName").
 */
export const serviceLabels = [
  'service',
  'service_name',
  'app',
  'app_kubernetes_io_name',
  'application',
  'app_role_name',
  'cloud_role_name',
  'deployment',
  'job',
  'namespace',
] as const;

/** Dimensions of log alerts that hold an ARM id. */
const resourceLabels: ReadonlySet<string> = new Set(['resourceid', 'azureresourceid']);

/**
 * The service an alert is about: by ARM ids (those it names, then those in its labels), else by the project of Sentry or SonarCloud,
 * else by the labels the services are configured with (the one that asks for most of them), else by a label that names it. `known`:
 * resources with their tags; what is not among them is judged by its id alone. Of several services the first in the catalogue.
 */
export function membershipOf(about: AboutAlert, services: readonly Service[], known: readonly Resource[]): Membership | undefined {
  return (
    byResources(about.resources, services, known) ??
    byResources(resourcesTold(about), services, known) ??
    byProject(about, services) ??
    byConfiguredLabels(about.labels, services) ??
    byNamingLabel(Object.entries(about.labels), services)
  );
}

/** Whether the tags of a resource could say whose the alert is. */
export function namesResources(about: AboutAlert): boolean {
  return [...about.resources, ...resourcesTold(about)].some((id) => resourceOfId(id) !== undefined);
}

const resourcesTold = ({ labels }: AboutAlert): readonly string[] =>
  Object.entries(labels).flatMap(([name, value]) => (resourceLabels.has(plain(name)) ? [value] : []));

function byResources(ids: readonly string[], services: readonly Service[], known: readonly Resource[]): Membership | undefined {
  const targets = ids.flatMap((id) => known.find((one) => sameId(one.id, id)) ?? resourceOfId(id) ?? []);
  for (const service of services) {
    for (const target of targets) {
      const match = matchOf(service, target);
      if (match !== undefined) return { service, by: `its resource ${target.name} ${match}` };
    }
  }
  return undefined;
}

function byProject({ source, project }: AboutAlert, services: readonly Service[]): Membership | undefined {
  if (project === undefined) return undefined;
  const same = (own: string | undefined): boolean => own?.toLowerCase() === project.toLowerCase();
  const isSonar = source === 'sonarcloud';
  const service = services.find((one) => same(isSonar ? one.sonarcloud : one.sentry));
  return service && { service, by: `${project} is its ${isSonar ? 'SonarCloud' : 'Sentry'} project` };
}

function byConfiguredLabels(labels: AboutAlert['labels'], services: readonly Service[]): Membership | undefined {
  const fitting = services.flatMap((service) => {
    const wanted = Object.entries(service.labels ?? {});
    const agrees = wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
    return agrees ? [{ service, wanted }] : [];
  });
  const [first, ...others] = fitting;
  if (first === undefined) return undefined;
  const best = others.reduce((most, one) => (one.wanted.length > most.wanted.length ? one : most), first);
  const named = best.wanted.map(([name, value]) => `${name}=${value}`).join(', ');
  return { service: best.service, by: best.wanted.length === 1 ? `its label is ${named}` : `its labels are ${named}` };
}

function byNamingLabel(labels: readonly (readonly [string, string])[], services: readonly Service[]): Membership | undefined {
  for (const wanted of serviceLabels) {
    const [name, value] = labels.find(([label]) => plain(label) === plain(wanted)) ?? [];
    if (name === undefined || value === undefined) continue;
    // Prometheus' jobs are often "namespace/name".
    const words = new Set([value, ...value.split('/')].map((word) => word.trim().toLowerCase()));
    const service = services.find((one) => words.has(one.name.toLowerCase()) || words.has(one.title.toLowerCase()));
    if (service !== undefined) return { service, by: `its label ${name} is ${value}` };
  }
  return undefined;
}

const plain = (label: string): string => label.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
