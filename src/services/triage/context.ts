import type { Silence } from '../../core/model/silence.ts';
import type { Clock, CronTimes, Settings } from '../../core/ports.ts';
import type { Assess, Correlate, CorrelationContext, Dependencies, MarksFor } from '../correlation/correlation.ts';
import type { Catalogue } from '../services.ts';
import type { TriageRules } from './rules.ts';

/** How alerts become incidents: functions that are handed in, so that each can be replaced. */
export interface Correlating {
  readonly correlate: Correlate;
  readonly marksFor: MarksFor;
  readonly assess: Assess;
}

/** All that decisions of one moment depend on, beside the ledger. */
export interface TriageContext extends CorrelationContext, Correlating {
  readonly rules: TriageRules;
  /** Those made in a chat and those of the configuration. */
  readonly silences: readonly Silence[];
  readonly cron: Pick<CronTimes, 'nextAfter'>;
}

export interface ContextNeeds extends Correlating {
  readonly catalogue: Pick<Catalogue, 'services'>;
  /** As configured now, the same object until the configuration is read anew: a reload shows at once. */
  readonly rules: () => TriageRules;
  readonly settings: Pick<Settings, 'list'>;
  readonly dependencies: Dependencies;
  readonly cron: Pick<CronTimes, 'nextAfter'>;
  readonly clock: Clock;
}

export async function readContext(needs: ContextNeeds): Promise<TriageContext> {
  const { correlate, marksFor, assess, cron } = needs;
  const rules = needs.rules();
  return {
    now: needs.clock.now(),
    services: needs.catalogue.services(),
    dependencies: needs.dependencies.all(),
    rules,
    silences: [...rules.maintenance, ...(await needs.settings.list('silences'))],
    correlate,
    marksFor,
    assess,
    cron,
  };
}
