import { describe, expect, it, onTestFinished } from 'vitest';
import { startEntraLogin } from '../../test/fakes/entra-login.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createEntraKeys } from './entra-keys.ts';
import { addressOfKeys } from './entra-login.ts';

const tenantId = '11111111-2222-4333-8444-555555555555';
const hour = 60 * 60 * 1_000;

async function begin() {
  const login = await startEntraLogin(tenantId);
  onTestFinished(() => login.stop());
  const clock = createHandClock();
  return { login, clock, keys: createEntraKeys({ login: login.url, tenantId, now: clock.now }) };
}

describe('the keys of Microsoft Entra ID', () => {
  it('are read once for many tokens', async () => {
    const { login, keys } = await begin();
    const { kid } = await login.publish();
    const found = await Promise.all([keys.find(kid), keys.find(kid), keys.find('other')]);
    expect(found.map((key) => key === undefined)).toEqual([false, false, true]);
    await keys.find(kid);
    expect(login.asked()).toBe(1);
  });

  it('35 are asked for a made-up key once an hour at most', async () => {
    const { login, keys, clock } = await begin();
    for (let round = 0; round < 59; round += 1) {
      expect(await keys.find(`made up ${round}`)).toBeUndefined();
      clock.move(60_000);
    }
    expect(login.asked()).toBe(1);
    clock.move(60_001);
    await Promise.all([keys.find('a'), keys.find('b')]);
    expect(login.asked()).toBe(2);
  });

  it('43 of a rotation are found, and a withdrawn one is forgotten within a day', async () => {
    const { login, keys, clock } = await begin();
    const old = await login.publish();
    expect(await keys.find(old.kid)).toBeDefined();
    const next = await login.publish();
    login.withdraw(old);
    clock.move(hour + 1);
    expect(await keys.find(next.kid)).toBeDefined();
    expect(await keys.find(old.kid)).toBeUndefined();
  });

  it('34 35 that cannot be read refuse, and are not asked for again at once', async () => {
    const { login, keys, clock } = await begin();
    const { kid } = await login.publish();
    login.setState('down');
    for (const _ of [1, 2, 3]) await expect(keys.find(kid)).rejects.toThrow('answered 503');
    expect(login.asked()).toBe(1);
    login.setState('up');
    clock.move(10_001);
    expect(await keys.find(kid)).toBeDefined();
  });

  it('stay good for a day without the login endpoint, and not longer', async () => {
    const { login, keys, clock } = await begin();
    const { kid } = await login.publish();
    await keys.find(kid);
    login.setState('down');
    clock.move(13 * hour);
    expect(await keys.find(kid)).toBeDefined();
    await expect.poll(login.asked).toBe(2);
    clock.move(11 * hour + 1);
    await expect(keys.find(kid)).rejects.toThrow('answered 503');
  });

  it('are read from nowhere that is not guarded, and through the proxy that stands for Azure', async () => {
    const { login, keys } = await begin();
    const { kid } = await login.publish();
    login.nameKeys('http://keys.example.com/keys');
    await expect(keys.find(kid)).rejects.toThrow('not https');
    const named = `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`;
    expect(addressOfKeys(named, 'https://proxy.example.com/entra')).toBe(`https://proxy.example.com/entra/${tenantId}/discovery/v2.0/keys`);
    expect(addressOfKeys(named, 'https://login.microsoftonline.com')).toBe(named);
    expect(() => addressOfKeys(undefined, login.url)).toThrow('no address');
  });
});
