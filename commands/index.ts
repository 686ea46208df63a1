import type { AnyCommand } from '../src/core/command.ts';
import type { Services } from '../src/services/services.ts';
import { ack } from './ack.ts';
import { alerts } from './alerts.ts';
import { bind } from './bind.ts';
import { chart } from './chart.ts';
import { charts } from './charts.ts';
import { deliveries } from './deliveries.ts';
import { digest } from './digest.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { incident } from './incident.ts';
import { incidents } from './incidents.ts';
import { jira } from './jira.ts';
import { kql } from './kql.ts';
import { queries } from './queries.ts';
import { query } from './query.ts';
import { resolve } from './resolve.ts';
import { resources } from './resources.ts';
import { services } from './services.ts';
import { silence } from './silence.ts';
import { silences } from './silences.ts';
import { timeline } from './timeline.ts';
import { whoami } from './whoami.ts';
import { why } from './why.ts';
import { zone } from './zone.ts';

/** Every command, in the order help lists them. */
export const commands: readonly AnyCommand<Services>[] = [
  chart,
  charts,
  kql,
  query,
  queries,
  bind,
  incidents,
  incident,
  ack,
  resolve,
  jira,
  timeline,
  alerts,
  why,
  silence,
  silences,
  deliveries,
  digest,
  services,
  resources,
  home,
  zone,
  whoami,
  help,
];
