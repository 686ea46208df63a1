import type { Target } from '../../core/model/person.ts';
import type { Severity } from '../../core/model/severity.ts';

/** Where incidents are announced. A part of `match` that is absent matches everything. */
export interface IncidentRoute {
  readonly match: { readonly service?: string | undefined; readonly severity?: Severity | undefined };
  readonly to: readonly Target[];
}

export interface IncidentRoutes {
  readonly routes: readonly IncidentRoute[];
  /** For incidents that no route matches, and for those of no service. */
  readonly defaultRoute: readonly Target[];
}

/** The targets of the first route that matches. */
export function routeFor(
  about: { readonly service: string | undefined; readonly severity: Severity },
  { routes, defaultRoute }: IncidentRoutes,
): readonly Target[] {
  const route = routes.find(
    ({ match }) =>
      (match.service === undefined || match.service === about.service) &&
      (match.severity === undefined || match.severity === about.severity),
  );
  return route?.to ?? defaultRoute;
}
