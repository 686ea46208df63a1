import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainSignatures as signatures } from '../../../test/fakes/azure-harness.ts';
import type { TokenRules, Verdict } from '../../core/alert-ports.ts';
import type { RawRequest } from '../../core/ports.ts';
import { type AzureWebhook, actionGroupsCaller, createAzureAlerts } from './alerts.ts';

const [first, second] = ['the-first-long-secret', 'the-second-long-secret'] as const;

function requestTo(path: string, more: Partial<RawRequest> = {}): RawRequest {
  return { method: 'POST', path, query: {}, params: {}, headers: {}, body: new Uint8Array(), ...more };
}

async function plain(webhook: AzureWebhook, secret: string | undefined): Promise<Verdict | undefined> {
  const [door] = createAzureAlerts({ webhook, signatures }).doors;
  expect(door).toMatchObject({ path: '/webhooks/azure/:secret', secretParams: ['secret'] });
  return door?.verify(requestTo('/webhooks/azure/x', { params: secret === undefined ? {} : { secret } }));
}

describe('the plain webhook', () => {
  it('lets in who knows the secret, and nobody else', async () => {
    expect(await plain({ secret: first }, first)).toEqual({ genuine: true });
    for (const wrong of [undefined, '', first.slice(0, -1), `${first}2`, first.toUpperCase(), ` ${first}`])
      expect(await plain({ secret: first }, wrong)).toMatchObject({ genuine: false, status: 401 });
  });

  it('43 takes the old and the new secret while it is changed', async () => {
    for (const secret of [first, second]) expect(await plain({ secret: [first, second] }, secret)).toEqual({ genuine: true });
    expect(await plain({ secret: [second] }, first)).toMatchObject({ genuine: false, status: 401 });
  });

  it('lets in nobody while no secret is configured', async () => {
    for (const secret of [undefined, '', [], ['']])
      expect(await plain({ secret }, '')).toMatchObject({
        genuine: false,
        status: 401,
        reason: expect.stringContaining('azure.webhook.secret'),
      });
  });
});

describe('the secure webhook', () => {
  const id = '66666666-7777-4888-8999-000000000000';

  /** Lets everybody in and notes what it was asked. */
  function source(webhook: AzureWebhook) {
    const asked: { readonly authorization: string | undefined; readonly rules: TokenRules }[] = [];
    const verify = (authorization: string | undefined, rules: TokenRules): Promise<Verdict> => {
      asked.push({ authorization, rules });
      return Promise.resolve({ genuine: false, status: 403, reason: 'as the verifier says' });
    };
    return { asked, alerts: createAzureAlerts({ webhook, signatures, tokens: { verify } }) };
  }

  it('35 has the token checked for our tenant, our application, Azure’s sender and the role', async () => {
    const { asked, alerts } = source({ entra: { tenantId: 't1', audience: id, role: 'Alerts' } });
    const door = alerts.doors.find(({ path }) => path === '/webhooks/azure');
    const verdict = await door?.verify(requestTo('/webhooks/azure', { headers: { authorization: 'Bearer x.y.z' } }));
    expect(verdict).toEqual({ genuine: false, status: 403, reason: 'as the verifier says' });
    expect(asked).toEqual([
      {
        authorization: 'Bearer x.y.z',
        rules: { tenantId: 't1', audiences: [id, `api://${id}`], caller: actionGroupsCaller, role: 'Alerts' },
      },
    ]);
  });

  it('takes an identifier URI of another shape as it is', async () => {
    const { asked, alerts } = source({ entra: { tenantId: 't1', audience: 'https://example.org/tocsin' } });
    await alerts.doors[1]?.verify(requestTo('/webhooks/azure'));
    expect(asked).toMatchObject([{ authorization: undefined, rules: { audiences: ['https://example.org/tocsin'], role: undefined } }]);
  });

  it('is not there while it is not configured', () => {
    expect(source({ secret: first }).alerts.doors.map(({ path }) => path)).toEqual(['/webhooks/azure/:secret']);
  });
});

describe('the identity of an alert', () => {
  const { identify, read } = createAzureAlerts({ webhook: {}, signatures });
  const bodyOf = (target: string, dimension: string, firing: number, condition: 'Fired' | 'Resolved') => ({
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: `/subscriptions/s1/providers/Microsoft.AlertsManagement/alerts/${target}-${dimension}-${firing}`,
        alertRule: 'slow responses',
        severity: 'Sev2',
        monitorCondition: condition,
        alertTargetIDs: [`/subscriptions/s1/resourcegroups/rg/providers/microsoft.web/sites/${target}`],
        firedDateTime: new Date(Date.UTC(2026, 10, 20, 10 + firing)).toISOString(),
        ...(condition === 'Resolved' ? { resolvedDateTime: new Date(Date.UTC(2026, 10, 20, 10 + firing, 30)).toISOString() } : {}),
      },
      alertContext: {
        conditionType: 'x',
        condition: { allOf: [{ metricName: 'm', dimensions: [{ name: 'request/name', value: dimension }] }] },
      },
    },
  });
  const all = ['shop', 'pay'].flatMap((target) =>
    ['GET', 'PUT'].flatMap((dimension) =>
      [1, 2].flatMap((firing) => (['Fired', 'Resolved'] as const).map((condition) => bodyOf(target, dimension, firing, condition))),
    ),
  );

  it('of one rule × two resources × two dimension values × re-fire × resolve is four, in any order, with redelivery', () => {
    const deliveries = fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
    fc.assert(
      fc.property(deliveries, (posted) => {
        const seen = new Map<string, ReturnType<typeof read>[number]>();
        for (const body of posted) {
          const [event] = read(body, { at: 0, resource: undefined });
          if (event !== undefined) seen.set(identify({ headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) }, 0), event);
        }
        const events = [...seen.values()];
        expect(events).toHaveLength(16);
        const keys = new Set(events.map(({ key }) => key));
        expect(keys.size).toBe(4);
        for (const key of keys) {
          const own = events.filter((one) => one.key === key);
          expect(new Set(own.map(({ firing }) => firing)).size).toBe(2);
          expect(own.map(({ state }) => state).toSorted()).toEqual(['fired', 'fired', 'resolved', 'resolved']);
        }
      }),
      { numRuns: 20 },
    );
  });
});
