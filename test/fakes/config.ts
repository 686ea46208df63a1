import type { ConfigNeeds } from '../../src/config/cross-checks.ts';
import { environmentOf } from '../../src/config/environment.ts';
import { ConfigFault } from '../../src/config/faults.ts';
import { type LoadedConfig, readConfig } from '../../src/config/load.ts';
import type { Need } from '../../src/config/secrets.ts';
import { createCronTimes } from '../../src/schedule/cron-times.ts';
import { builtInKpis } from '../../src/services/kpis.ts';
import { createTextPatterns } from '../../src/text/patterns.ts';
import { createSuggest } from '../../src/text/suggest.ts';
import { createTimeText } from '../../src/text/time-text.ts';

/** What the loader gets in the product. */
export const configNeeds: ConfigNeeds = {
  suggest: createSuggest(),
  cron: createCronTimes(),
  patterns: createTextPatterns(),
  times: createTimeText(),
  kpis: builtInKpis,
};

/** A configuration from its text, as if it stood in /srv/tocsin/tocsin.yaml. */
export function configFrom(yaml: string, variables: Readonly<Record<string, string>> = {}, need: Need = 'secrets'): LoadedConfig {
  return readConfig(yaml, { file: '/srv/tocsin/tocsin.yaml', environment: environmentOf(variables), need }, configNeeds);
}

/** "services.checkout.tier: must be …" for each fault, without file and place. */
export function faultsIn(yaml: string, variables: Readonly<Record<string, string>> = {}, need: Need = 'secrets'): readonly string[] {
  try {
    configFrom(yaml, variables, need);
    return [];
  } catch (error) {
    if (error instanceof ConfigFault)
      return error.message.split('\n').map((line) => line.replace(/^\S+tocsin\.yaml(?::\d+:\d+)?:? ?/u, ''));
    throw error;
  }
}
