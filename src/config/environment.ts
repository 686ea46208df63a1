import { type Fault } from './faults.ts';
import { isLoopback, readUrl } from './loopback.ts';

/** What the process was started with. This file holds the only reader of process.env. */
export interface Environment {
  /** TOCSIN_CONFIG */
  readonly configFile: string | undefined;
  /** TOCSIN_PORT */
  readonly port: string | undefined;
  /** TOCSIN_CLOCK_URL: where the time comes from instead of the system; loopback only. */
  readonly clockUrl: string | undefined;
  /** IDENTITY_ENDPOINT and IDENTITY_HEADER: where App Service and Container Apps give out the tokens of managed identities. */
  readonly identityEndpoint: { readonly url: string; readonly header: string } | undefined;
  /** Any variable, for `${NAME}` in the file; undefined when it is not set. */
  readonly variable: (name: string) => string | undefined;
}

/** `extra` goes before the process's own variables. */
export function readEnvironment(extra: Readonly<Record<string, string>> = {}): Environment {
  return environmentOf({ ...process.env, ...extra });
}

export function environmentOf(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = (name: string): string | undefined => (variables[name] === '' ? undefined : variables[name]);
  const url = given('IDENTITY_ENDPOINT');
  const header = given('IDENTITY_HEADER');
  return {
    configFile: given('TOCSIN_CONFIG'),
    port: given('TOCSIN_PORT'),
    clockUrl: given('TOCSIN_CLOCK_URL'),
    identityEndpoint: url === undefined || header === undefined || !URL.canParse(url) ? undefined : { url, header },
    variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
  };
}

/** Reads a file of `NAME=value` lines; empty lines and those that begin with # mean nothing. Quotes are part of the value. */
export function readVariables(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/\r?\n/u).flatMap((line) => {
    const [, name, value] = /^\s*([A-Za-z_]\w*)=(.*)$/u.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(lines);
}

/** TOCSIN_PORT as a number; undefined when it is not set or wrong. */
export function readPort(environment: Environment): { readonly port: number | undefined; readonly faults: readonly Fault[] } {
  if (environment.port === undefined) return { port: undefined, faults: [] };
  const port = /^\d{1,5}$/u.test(environment.port) ? Number(environment.port) : Number.NaN;
  if (port <= 65_535) return { port, faults: [] };
  return { port: undefined, faults: [{ path: ['$TOCSIN_PORT'], message: 'must be a port, 0 to 65535' }] };
}

/** TOCSIN_CLOCK_URL, only where it and every system that is configured lie on loopback: nothing real may run on a foreign time. */
export function readClockUrl(environment: Environment, outside: 'loopback' | 'elsewhere'): { readonly faults: readonly Fault[] } {
  if (environment.clockUrl === undefined) return { faults: [] };
  const url = readUrl(environment.clockUrl);
  const path = ['$TOCSIN_CLOCK_URL'];
  if (url === undefined || !isLoopback(url)) return { faults: [{ path, message: 'must be an http URL on loopback' }] };
  if (outside === 'loopback') return { faults: [] };
  return { faults: [{ path, message: 'is only for tests: every base URL in the configuration must lie on loopback' }] };
}
