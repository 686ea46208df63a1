export interface Told {
  readonly over?: true;
  /** When it fires or is over. */
  readonly at?: number;
  readonly severity?: 'Sev0' | 'Sev3';
  readonly site?: string;
}

/** An alert of a rule of its own, about a resource of no service, in the common alert schema. */
export function azureAlert(rule: string, alertId: string, told: Told = {}): object {
  const { severity = 'Sev3', site = 'faults' } = told;
  const at = new Date(told.at ?? Date.now()).toISOString();
  const subscription = '/subscriptions/0a0a0a0a-0000-4000-8000-000000000001';
  return {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: `${subscription}/providers/Microsoft.AlertsManagement/alerts/${alertId}`,
        alertRule: rule,
        severity,
        signalType: 'Metric',
        monitorCondition: told.over === true ? 'Resolved' : 'Fired',
        monitoringService: 'Platform',
        alertTargetIDs: [`${subscription}/resourcegroups/faults/providers/microsoft.web/sites/${site}`],
        firedDateTime: at,
        ...(told.over === true ? { resolvedDateTime: at } : {}),
        essentialsVersion: '1.0',
        alertContextVersion: '1.0',
      },
      alertContext: {},
    },
  };
}
