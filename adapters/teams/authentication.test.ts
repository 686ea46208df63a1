import { base64url, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTeamsHarness, type TeamsHarness } from '../../test/fakes/teams-harness.ts';
import { type IssuerKey, makeIssuerKey, startTestIssuer, type TestIssuer } from '../../test/fakes/teams-issuer.ts';

const serviceUrl = 'https://smba.example/emea/';
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

let issuer: TestIssuer;
let harness: TeamsHarness;
let key: IssuerKey;
let otherChannelKey: IssuerKey;
let bareKey: IssuerKey;

beforeAll(async () => {
  issuer = await startTestIssuer();
  key = await issuer.addKey(['msteams', 'webchat']);
  otherChannelKey = await issuer.addKey(['webchat']);
  bareKey = await issuer.addKey(undefined);
  harness = await startTeamsHarness({
    install: false,
    change: (options) => ({
      ...options,
      endpoints: { ...options.endpoints, openIdMetadata: issuer.metadataUrl, issuer: issuer.issuer },
    }),
  });
});
afterAll(async () => {
  await harness.stop();
  await issuer.stop();
});

let count = 0;
const activity = (change: object = {}): Record<string, unknown> => {
  count += 1;
  return {
    type: 'message',
    id: `m${count}`,
    channelId: 'msteams',
    serviceUrl,
    text: 'help',
    from: { id: '29:someone', name: 'Someone', aadObjectId: 'aad-someone' },
    recipient: { id: `28:${harness.options.appId}`, name: 'Tocsin' },
    conversation: { id: 'a:chat', conversationType: 'personal', tenantId: harness.options.tenant },
    ...change,
  };
};
const claims = (change: JWTPayload = {}): JWTPayload => ({
  iss: issuer.issuer,
  aud: harness.options.appId,
  nbf: nowSeconds() - 10,
  exp: nowSeconds() + 3_600,
  serviceurl: serviceUrl,
  ...change,
});
const without = (record: Record<string, unknown>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([one]) => one !== name));

const send = async (authorization: string | undefined, body: object = activity()): Promise<Response> =>
  fetch(`${harness.botUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    body: JSON.stringify(body),
  });
const signed = async (change: JWTPayload = {}, by: IssuerKey = key): Promise<string> => `Bearer ${await issuer.sign(by, claims(change))}`;

/** Refused with 403 for this reason, and nothing was handed over. */
const refused = (name: string, reason: string, attempt: () => Promise<Response>): void => {
  it(`refuses ${name}`, async () => {
    const before = harness.invocations.length;
    const response = await attempt();
    expect(response.status).toBe(403);
    expect(harness.invocations).toHaveLength(before);
    expect(harness.needs.lines.at(-1)?.data).toMatchObject({ reason });
  });
};

describe('scenario 34: what does not come from Teams is answered 403', () => {
  it('takes a genuine message', async () => {
    const response = await send(await signed());
    expect(response.status).toBe(200);
    expect(await harness.nextInvocation()).toMatchObject({ text: 'help', replyTo: { serviceUrl } });
  });

  it('allows for clocks that differ by less than five minutes, both ways', async () => {
    expect((await send(await signed({ exp: nowSeconds() - 240 }))).status).toBe(200);
    expect((await send(await signed({ nbf: nowSeconds() + 240 }))).status).toBe(200);
  });

  refused('no header', 'no bearer token', () => send(undefined));
  refused('an empty header', 'no bearer token', () => send(''));
  refused('another scheme', 'no bearer token', async () => send((await signed()).replace('Bearer', 'Basic')));
  refused('no token but words', 'no bearer token', () => send('Bearer let me in'));
  refused('three parts of nothing', 'the token cannot be read', () => send('Bearer a.b.c'));

  refused('alg none', 'algorithm is not RS256', () => send(`Bearer ${new UnsecuredJWT(claims()).encode()}`));
  refused('alg none with a key id', 'algorithm is not RS256', () => {
    const header = base64url.encode(JSON.stringify({ alg: 'none', kid: key.kid }));
    return send(`Bearer ${header}.${base64url.encode(JSON.stringify(claims()))}.`);
  });
  refused('HS256 with the public key as the secret', 'algorithm is not RS256', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(key.publicJwk));
    return send(`Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(secret)}`);
  });
  refused('a forged signature', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED', async () =>
    send(`Bearer ${await issuer.sign({ ...(await makeIssuerKey()), kid: key.kid }, claims())}`),
  );
  refused('claims changed after signing', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED', async () => {
    const [header, , signature] = (await issuer.sign(key, claims())).split('.');
    return send(`Bearer ${header}.${base64url.encode(JSON.stringify(claims({ exp: nowSeconds() + 9_999 })))}.${signature}`);
  });

  refused('another issuer', 'ERR_JWT_CLAIM_VALIDATION_FAILED (iss)', async () => send(await signed({ iss: 'https://other.example' })));
  refused('the issuer of the local test tool', 'ERR_JWT_CLAIM_VALIDATION_FAILED (iss)', async () =>
    send(await signed({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', appid: harness.options.appId, ver: '1.0' })),
  );
  refused('no issuer', 'ERR_JWT_CLAIM_VALIDATION_FAILED (iss)', async () =>
    send(`Bearer ${await issuer.sign(key, without(claims(), 'iss'))}`),
  );
  refused('another audience', 'ERR_JWT_CLAIM_VALIDATION_FAILED (aud)', async () => send(await signed({ aud: 'another-app' })));
  refused('no audience', 'ERR_JWT_CLAIM_VALIDATION_FAILED (aud)', async () =>
    send(`Bearer ${await issuer.sign(key, without(claims(), 'aud'))}`),
  );

  refused('an unknown key', 'unknown key', async () => send(await signed({}, await makeIssuerKey())));
  refused('a key endorsed for another channel', 'the key is not endorsed for Teams', async () => send(await signed({}, otherChannelKey)));
  refused('a key without endorsements', 'the key is not endorsed for Teams', async () => send(await signed({}, bareKey)));

  refused('expired', 'ERR_JWT_EXPIRED', async () => send(await signed({ exp: nowSeconds() - 360 })));
  refused('without an end', 'ERR_JWT_CLAIM_VALIDATION_FAILED (exp)', async () =>
    send(`Bearer ${await issuer.sign(key, without(claims(), 'exp'))}`),
  );
  refused('an end that is no number', 'ERR_JWT_CLAIM_VALIDATION_FAILED (exp)', async () => {
    const text = JSON.stringify({ ...claims(), exp: 'tomorrow' });
    const header = base64url.encode(JSON.stringify({ alg: 'RS256', kid: key.kid }));
    const bytes = new TextEncoder().encode(`${header}.${base64url.encode(text)}`);
    const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key.privateKey, bytes);
    return send(`Bearer ${new TextDecoder().decode(bytes)}.${base64url.encode(new Uint8Array(signature))}`);
  });
  refused('not valid yet', 'ERR_JWT_CLAIM_VALIDATION_FAILED (nbf)', async () => send(await signed({ nbf: nowSeconds() + 360 })));

  refused('an activity without serviceUrl', 'no serviceUrl', async () => send(await signed(), without(activity(), 'serviceUrl')));
  refused('an activity with an empty serviceUrl', 'no serviceUrl', async () =>
    send(await signed({ serviceurl: '' }), activity({ serviceUrl: '' })),
  );
  refused('another serviceUrl than the token’s', 'serviceUrl differs from the token’s', async () =>
    send(await signed(), activity({ serviceUrl: 'https://attacker.example/' })),
  );
  refused('a token without serviceUrl', 'ERR_JWT_CLAIM_VALIDATION_FAILED (serviceurl)', async () =>
    send(`Bearer ${await issuer.sign(key, without(claims(), 'serviceurl'))}`),
  );
  refused('a serviceUrl without TLS', 'serviceUrl is not https', async () =>
    send(await signed({ serviceurl: 'http://smba.example/' }), activity({ serviceUrl: 'http://smba.example/' })),
  );

  refused('an empty channelId', 'channel id is another', async () => send(await signed(), activity({ channelId: '' })));
  refused('no channelId', 'channel id is absent', async () => send(await signed(), without(activity(), 'channelId')));
  refused('another channel', 'channel id is another', async () => send(await signed(), activity({ channelId: 'webchat' })));
  refused('people of another tenant', 'another tenant', async () =>
    send(
      await signed(),
      activity({ conversation: { id: 'a:chat', conversationType: 'personal', tenantId: '99999999-1111-4111-8111-999999999999' } }),
    ),
  );

  refused('people who name no tenant', 'no tenant', async () =>
    send(await signed(), activity({ conversation: { id: 'a:chat', conversationType: 'personal' } })),
  );

  it('says why in the log, without the token', async () => {
    const header = await signed({ aud: 'another-app' });
    await send(header);
    const line = harness.needs.lines.at(-1);
    expect(line).toMatchObject({ level: 'warn', data: { reason: 'ERR_JWT_CLAIM_VALIDATION_FAILED (aud)' } });
    expect(JSON.stringify(harness.needs.lines)).not.toContain(header.slice(7));
  });

  describe.each(['{}', '{"type":"message","text":"hi"}', '[]', '{"type":', ''])('what is no activity: %s', (body) => {
    const post = async (headers: Record<string, string>): Promise<number> =>
      (
        await fetch(`${harness.botUrl}/api/messages`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json', ...headers },
        })
      ).status;

    it('is answered 403 to strangers, as everything is', async () => {
      expect(await post({})).toBe(403);
      expect(await post({ authorization: 'Bearer a.b.c' })).toBe(403);
      expect(await post({ authorization: await signed({ aud: 'another-app' }) })).toBe(403);
    });

    it('is answered 400 to Teams', async () => {
      expect(await post({ authorization: await signed() })).toBe(400);
    });
  });
});

describe('scenario 34: keys change and go out of reach', () => {
  it('takes the first message after a rotation, and refuses the old key then', async () => {
    const local = await startTestIssuer();
    const old = await local.addKey(['msteams']);
    const own = await startTeamsHarness({
      install: false,
      change: (options) => ({ ...options, endpoints: { ...options.endpoints, openIdMetadata: local.metadataUrl, issuer: local.issuer } }),
    });
    const post = async (by: IssuerKey): Promise<number> => {
      const token = await local.sign(by, claims({ iss: local.issuer }));
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      return (await fetch(`${own.botUrl}/api/messages`, { method: 'POST', headers, body: JSON.stringify(activity()) })).status;
    };
    expect(await post(old)).toBe(200);
    local.forgetKeys();
    expect(await post(await local.addKey(['msteams']))).toBe(200);
    expect(await post(old)).toBe(403);
    await own.stop();
    await local.stop();
  });

  it('looks an unknown key up once, not for each message that names one', async () => {
    const reads = issuer.reads();
    for (let attempt = 0; attempt < 20; attempt += 1)
      expect((await send(await signed({}, { ...key, kid: `k${attempt}` }))).status).toBe(403);
    expect(issuer.reads() - reads).toBeLessThanOrEqual(1);
  });

  it('refuses everything while the metadata cannot be read, and says so', async () => {
    const local = await startTestIssuer();
    const signer = await local.addKey(['msteams']);
    await local.stop();
    const own = await startTeamsHarness({
      install: false,
      change: (options) => ({ ...options, endpoints: { ...options.endpoints, openIdMetadata: local.metadataUrl, issuer: local.issuer } }),
    });
    expect(own.adapter.state()).toMatchObject({ state: 'failed' });
    const token = await local.sign(signer, claims({ iss: local.issuer }));
    const response = await fetch(`${own.botUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(activity()),
    });
    expect(response.status).toBe(403);
    const check = await own.adapter.check({ signal: AbortSignal.timeout(5_000) });
    expect(check.find((one) => one.what.includes('keys'))).toMatchObject({ ok: false });
    await own.stop();
  });
});
