/** A fired alert of a rule of its own, about a resource of no service, in the common alert schema. */
export function azureAlert(rule: string, alertId: string): object {
  const subscription = '/subscriptions/0a0a0a0a-0000-4000-8000-000000000001';
  return {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: `${subscription}/providers/Microsoft.AlertsManagement/alerts/${alertId}`,
        alertRule: rule,
        severity: 'Sev3',
        signalType: 'Metric',
        monitorCondition: 'Fired',
        monitoringService: 'Platform',
        alertTargetIDs: [`${subscription}/resourcegroups/faults/providers/microsoft.web/sites/faults`],
        firedDateTime: new Date().toISOString(),
        essentialsVersion: '1.0',
        alertContextVersion: '1.0',
      },
      alertContext: {},
    },
  };
}
