import { join } from 'node:path';
import type { CliDependencies, RunningApp } from '../../src/cli/dependencies.ts';
import type { RunRequest } from '../../src/cli/run-request.ts';
import { environmentOf } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { configNeeds } from './config.ts';
import { fakeTerminal } from './terminal.ts';

/** The command line in `folder` with the real loader; everything behind it can be replaced by `over`. */
export function fakeCli(folder: string, over: Partial<CliDependencies> = {}, variables: Readonly<Record<string, string>> = {}) {
  const terminal = fakeTerminal(folder);
  const requests: RunRequest[] = [];
  const deps: CliDependencies = {
    version: '1.2.3',
    terminal,
    environment: (extra) => environmentOf({ ...variables, ...extra }),
    load: (options) => loadConfig(options, configNeeds),
    startApp: async () => quietApp(),
    checks: async function* () {
      // A configuration without systems has nothing to check.
    },
    socketPath: (data) => join(data, 'tocsin.sock'),
    runHere: async (_loaded, request) => {
      requests.push(request);
      return { outcome: 'done', text: 'done\n', files: [] };
    },
    replay: async () => [],
    replayLedger: async () => {
      throw new Error('no ledger was expected to be used');
    },
    manifests: {
      slack: () => [{ name: 'slack.json', content: '{}\n' }],
      teams: () => [{ name: 'manifest.json', content: '{}\n' }],
      azure: () => [{ name: 'main.bicep', content: 'var x = 1\n' }],
    },
    ...over,
  };
  return { deps, terminal, requests };
}

export function quietApp(over: Partial<RunningApp> = {}): RunningApp {
  const nothing = (): void => {};
  return {
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    reload: async () => {},
    stop: async () => {},
    ...over,
  };
}
