import { z } from 'zod';
import { type Essentials, moment, text } from './alert-schema.ts';

/** One alert as Alerts Management lists it. */
export const listedAlert = z.object({
  id: z.string(),
  properties: z.object({
    essentials: z.object({
      severity: text,
      /** What people made of it in the portal. */
      alertState: text,
      monitorCondition: z.enum(['Fired', 'Resolved']),
      monitorService: text,
      targetResource: text,
      alertRule: text,
      sourceCreatedId: text,
      startDateTime: moment,
      lastModifiedDateTime: moment,
      monitorConditionResolvedDateTime: moment,
      description: text,
    }),
    context: z.unknown().optional(),
  }),
});
export type ListedAlert = z.infer<typeof listedAlert>;

/** Some alerts of a page may be of a shape that is not known: they are passed over, the others taken. */
export const alertsPage = z.object({
  value: z.array(z.unknown()),
  nextLink: text,
});

const recoveredId = 'tocsinRecovered';

/** The body of the event that stands for an alert nobody posted. */
export const recoveredAlert = z.object({ schemaId: z.literal(recoveredId), alert: listedAlert });

export function recoveredBody(alert: unknown): string {
  return JSON.stringify({ schemaId: recoveredId, alert });
}

export function essentialsOf({ id, properties: { essentials: one } }: ListedAlert): Essentials {
  // Whoever closes one in Azure is done with it; some kinds never end otherwise.
  const isOver = one.monitorCondition === 'Resolved' || one.alertState?.toLowerCase() === 'closed';
  return {
    alertId: id,
    alertRule: one.alertRule,
    severity: one.severity,
    monitorCondition: isOver ? 'Resolved' : 'Fired',
    monitoringService: one.monitorService,
    alertTargetIDs: one.targetResource === undefined ? [] : [one.targetResource],
    originAlertId: one.sourceCreatedId,
    firedDateTime: one.startDateTime,
    // The same message that tells its end can have been changed later by a person.
    resolvedDateTime: one.monitorConditionResolvedDateTime ?? one.lastModifiedDateTime,
    description: one.description,
    investigationLink: undefined,
  };
}

const wrapped = z.union([
  z.object({ context: z.looseObject({}) }).transform(({ context }) => context),
  z.object({ alertContext: z.looseObject({}) }).transform(({ alertContext }) => alertContext),
]);

/** What the webhook calls `alertContext` comes here bare, or one level deeper, as the monitoring service pleases. */
export function contextOf({ properties: { context } }: ListedAlert): unknown {
  const inner = wrapped.safeParse(context);
  return inner.success ? inner.data : context;
}
