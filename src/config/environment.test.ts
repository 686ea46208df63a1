import { describe, expect, it } from 'vitest';
import { environmentOf, readEnvironment, readVariables } from './environment.ts';

describe('the environment', () => {
  it('treats an empty variable of Tocsin as one that is not set', () => {
    expect(environmentOf({ TOCSIN_CONFIG: '', TOCSIN_PORT: '', TOCSIN_CLOCK_URL: '' })).toMatchObject({
      configFile: undefined,
      port: undefined,
      clockUrl: undefined,
    });
  });

  it('tells where the tokens of identities are given out, where both variables say so', () => {
    const both = { IDENTITY_ENDPOINT: 'http://localhost:4141/msi/token', IDENTITY_HEADER: 'h' };
    expect(environmentOf(both).identityEndpoint).toEqual({ url: 'http://localhost:4141/msi/token', header: 'h' });
    expect(environmentOf({ ...both, IDENTITY_HEADER: '' }).identityEndpoint).toBeUndefined();
    expect(environmentOf({ ...both, IDENTITY_ENDPOINT: 'here' }).identityEndpoint).toBeUndefined();
  });

  it('knows nothing of what every object has', () => {
    expect(environmentOf({}).variable('constructor')).toBeUndefined();
  });

  it('is that of the process, with what is given before it', () => {
    const environment = readEnvironment({ TOCSIN_TEST_ONLY: 'given' });
    expect(environment.variable('TOCSIN_TEST_ONLY')).toBe('given');
    expect(environment.variable('PATH')).toBeDefined();
  });

  it('can be read from a file of variables', () => {
    expect(readVariables('# comment\n\nA=1\n B=two words = "quoted"\r\nnot a variable\nC=\n')).toEqual({
      A: '1',
      B: 'two words = "quoted"',
      C: '',
    });
  });
});
