import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSignatures } from '../../auth/signatures.ts';
import { UserError } from '../../core/errors.ts';
import type { RawRequest } from '../../core/ports.ts';
import { createSonarcloud } from './index.ts';

const signatures = createSignatures();
const [secret, newer] = ['the-webhook-secret', 'the-newer-secret'] as const;
const alerts = createSonarcloud({ webhookSecret: [secret, newer], signatures });
const receivedAt = Date.UTC(2026, 10, 20, 12);
const read = (body: unknown) => alerts.read(body, { at: receivedAt, resource: undefined });

function analysis(status: string, more: object = {}): object {
  return {
    taskId: 'AVh21JS2JepAEhwQ-b3u',
    status: 'SUCCESS',
    analysedAt: '2026-11-20T10:46:28+0100',
    project: { key: 'example:compliance', name: 'Compliance', url: 'https://sonarcloud.io/dashboard?id=compliance' },
    branch: { name: 'main', type: 'LONG', isMain: true, url: 'https://sonarcloud.io/dashboard?id=compliance' },
    qualityGate: {
      name: 'Sonar way',
      status,
      conditions: [
        { metric: 'new_coverage', operator: 'LESS_THAN', value: '61.2', status: 'ERROR', errorThreshold: '80' },
        { metric: 'new_bugs', operator: 'GREATER_THAN', value: '3', status: 'ERROR', errorThreshold: '0' },
        { metric: 'new_duplicated_lines_density', operator: 'GREATER_THAN', status: 'NO_VALUE', errorThreshold: '3' },
      ],
    },
    ...more,
  };
}

describe('a quality gate', () => {
  it('fires when it fails, and says which conditions it fails', () => {
    expect(read(analysis('ERROR'))).toEqual([
      {
        source: 'sonarcloud',
        key: 'sonarcloud|example:compliance|',
        state: 'fired',
        at: receivedAt,
        rule: 'Sonar way',
        title: 'Quality gate of Compliance failed',
        description: 'new_coverage is 61.2, must be at least 80\nnew_bugs is 3, must be at most 0',
        severity: 'P3',
        resources: [],
        labels: { branch: 'main' },
        project: 'example:compliance',
        link: 'https://sonarcloud.io/dashboard?id=compliance',
      },
    ]);
  });

  it('resolves under the same key when it passes, also with a warning', () => {
    const [failed] = read(analysis('ERROR'));
    for (const status of ['OK', 'WARN']) expect(read(analysis(status))).toMatchObject([{ key: failed?.key, state: 'resolved' }]);
  });

  it('changes when an issue is judged anew, long after the analysis', () => {
    expect(read(analysis('OK', { changedAt: '2026-11-20T12:30:00+0100' }))[0]?.at).toBe(Date.UTC(2026, 10, 20, 11, 30));
  });

  it.each([
    ['NONE', {}],
    ['ERROR', { branch: { name: '17', type: 'PULL_REQUEST', isMain: false } }],
    ['ERROR', { branch: { name: 'fix', type: 'SHORT', isMain: false } }],
    ['ERROR', { branch: { name: 'fix', type: 'BRANCH', isMain: false } }],
    ['ERROR', { status: 'FAILED', qualityGate: undefined }],
  ])('%s with %j is understood, and of no interest', (status, more) => {
    expect(read(analysis(status, more))).toEqual([]);
  });

  it('of a second branch that lives long is an alert of its own', () => {
    const [event] = read(analysis('ERROR', { branch: { name: 'release-4', type: 'LONG', isMain: false } }));
    expect(event).toMatchObject({
      key: 'sonarcloud|example:compliance|release-4',
      title: 'Quality gate of Compliance on release-4 failed',
    });
  });

  it.each([[{}], [null], ['text'], [{ project: { key: '' } }], [{ project: { key: 'x' }, qualityGate: {} }]])('is not %j', (body) => {
    expect(() => read(body)).toThrow(UserError);
    expect(() => read(body)).toThrow(/not what SonarCloud posts/u);
  });
});

const sample = new URL('../../../../shared/contracts/sonarcloud/webhook.payload-example.json', import.meta.url);
describe.skipIf(!existsSync(sample))('the official sample (skipped where ../shared is absent)', () => {
  it('is a gate that passed', () => {
    expect(read(JSON.parse(readFileSync(sample, 'utf8')))).toMatchObject([
      { state: 'resolved', project: 'org.sonarqube:example', rule: 'SonarQube way', link: undefined },
    ]);
  });
});

describe('who posts', () => {
  const body = `${JSON.stringify(analysis('ERROR'))} `;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const verify = (signature: string | undefined, content = body, source = alerts) => {
    const headers = signature === undefined ? {} : { 'x-sonar-webhook-hmac-sha256': signature };
    const request: RawRequest = { method: 'POST', path: '', query: {}, params: {}, headers, body: bytes(content) };
    return source.doors[0]?.verify(request);
  };

  it('43 has signed the raw body with one of the secrets', async () => {
    for (const one of [secret, newer]) expect(await verify(signatures.hmac(one, body))).toEqual({ genuine: true });
  });

  it.each([
    ['no signature', undefined, body],
    ['an empty signature', '', body],
    ['a truncated signature', signatures.hmac(secret, body).slice(0, 20), body],
    ['another secret', signatures.hmac('another', body), body],
    ['a body written anew', signatures.hmac(secret, body), JSON.stringify(JSON.parse(body))],
    ['a truncated body', signatures.hmac(secret, body), body.slice(0, -10)],
  ])('is refused with %s', async (_what, signature, content) => {
    expect(await verify(signature, content)).toMatchObject({ genuine: false, status: 401 });
  });

  it('is refused while the secret is empty', async () => {
    const source = createSonarcloud({ webhookSecret: [''], signatures });
    expect(await verify(signatures.hmac('', body), body, source)).toMatchObject({ genuine: false });
  });

  it('sends the same event when it sends the same bytes', () => {
    const identify = (content: string): string => alerts.identify({ headers: {}, body: bytes(content) }, 0);
    expect(identify(body)).toBe(identify(body));
    expect(identify(body)).not.toBe(identify(JSON.stringify(analysis('OK'))));
  });
});
