import type { AnyCommand } from '../../src/core/command.ts';
import type { Reply } from '../../src/core/invocation.ts';
import type { Person } from '../../src/core/model/person.ts';
import { readWords } from '../../src/core/words.ts';
import type { Context, Services } from '../../src/services/services.ts';
import { createSuggest } from '../../src/text/suggest.ts';

export const ben: Person = { platform: 'slack', id: 'U0BEN', name: 'Ben' };

export type Circumstances = Partial<Omit<Context, 'services'>> & { readonly services?: Partial<Services> };

/** Runs a typed command as Ben, a responder, in #ops of Slack, unless said otherwise. Services that are not given must not be used. */
export async function say(command: AnyCommand<Services>, typed: string, over: Circumstances = {}): Promise<Reply> {
  const suggest = createSuggest();
  const { services, ...rest } = over;
  return command.prepare(readWords(typed), suggest).run({
    actor: ben,
    role: 'responder',
    place: { platform: 'slack', channel: 'C-ops', kind: 'channel' },
    timeZone: 'UTC',
    now: Date.UTC(2026, 10, 20, 9),
    origin: { kind: 'typed' },
    signal: new AbortController().signal,
    report: () => undefined,
    suggest,
    commands: [],
    ...rest,
    services: { ...noServices, ...services },
  });
}

const unused = (): never => {
  throw new Error('this service was not expected to be used');
};

/** Services that must not be used. */
export const noServices: Services = {
  catalogue: {
    services: unused,
    service: unused,
    resources: unused,
    resourcesOf: unused,
    find: unused,
    ofKind: unused,
    kindOf: unused,
    serviceOf: unused,
    refresh: unused,
  },
  charts: { draw: unused },
  savedCharts: { list: unused, find: unused, save: unused, remove: unused, lastDrawn: unused },
  incidents: {
    open: unused,
    view: unused,
    inThread: unused,
    acknowledge: unused,
    resolve: unused,
    note: unused,
    story: unused,
    openIssue: unused,
  },
  queries: { ask: unused, explain: unused, cancel: unused, keep: unused, kept: unused },
  savedQueries: { list: unused, find: unused, save: unused, remove: unused, lastAsked: unused },
  bindings: { of: unused, bind: unused, unbind: unused },
  digests: { list: unused, add: unused, remove: unused, content: unused },
  choices: { timeZoneOf: unused, chooseTimeZone: unused },
  alerts: { firing: unused, rejected: unused, explain: unused },
  silences: { timeZone: 'UTC', list: unused, add: unused, end: unused },
  failedDeliveries: { list: unused, retry: unused },
};

/** The commands of all buttons of an answer. */
export const buttonsOf = (reply: Reply): readonly string[] =>
  reply.document.blocks.flatMap((block) =>
    block.kind === 'actions' ? block.items.flatMap((item) => (item.kind === 'button' ? [item.command] : [])) : [],
  );
