import type { Alert } from '../../core/model/alert.ts';
import { operationMark, releaseMark, resourceMark, serviceMark } from '../../core/model/incident.ts';
import { wholesOf } from '../../core/model/resource.ts';
import type { Dependency, MarksFor } from './correlation.ts';
import { sharedResource, subjectOf } from './subject.ts';

/**
 * An incident without any of these marks has nothing in common with the alert (see evidence.ts): its own service, resources (and what
 * they are parts of), release and operation; the services that its service needs, that need it or its resource, and that need what it
 * needs; the resources that its service calls.
 */
export const marksFor: MarksFor = (alert, { dependencies }) => {
  const called = dependencies.filter(({ service }) => service === alert.service).flatMap(({ target }) => target?.id ?? []);
  const services = [alert.service, ...related(alert, dependencies)].filter((one) => one !== undefined);
  const marks = [
    `alert:${alert.key}`,
    ...services.map(serviceMark),
    ...[...alert.resources, ...called].flatMap((id) => [id, ...wholesOf(id)]).map(resourceMark),
    ...(alert.release === undefined ? [] : [releaseMark(alert.release)]),
    ...(alert.operation === undefined ? [] : [operationMark(alert.operation)]),
  ];
  return [...new Set(marks)];
};

function related({ service, resources }: Alert, dependencies: readonly Dependency[]): readonly (string | undefined)[] {
  const subject = subjectOf({ resources });
  const own = dependencies.filter((one) => one.service === service);
  const needed = new Set(own.map(({ on }) => on));
  const called = new Set(own.map(({ target }) => target?.name));
  return dependencies.flatMap((one) => {
    if (one.service === service) return [one.on];
    const isRelated =
      (one.on !== undefined && (one.on === service || needed.has(one.on))) ||
      (one.target !== undefined && called.has(one.target.name)) ||
      (one.target?.id !== undefined && sharedResource(subject, subjectOf({ resources: [one.target.id] })) !== undefined);
    return isRelated ? [one.service] : [];
  });
}
