import { createSignatures } from '../../src/auth/signatures.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Role } from '../../src/core/model/person.ts';
import type { QueryAnalysis } from '../../src/core/model/query.ts';
import { createQueries } from '../../src/services/queries.ts';
import { createQueryReads } from '../../src/services/queries-reads.ts';
import type { Asker, FoundPlace, LogTables, QueryAnswer, QueryState, QueryWish } from '../../src/services/query-services.ts';
import { createRedaction } from '../../src/services/redaction.ts';
import { createSuggest } from '../../src/text/suggest.ts';
import { createMemorySettings } from './catalogue-settings.ts';
import { createHandClock } from './hand-clock.ts';
import { createFakeLogs, createFakeParser, resultOf, settle } from './logs.ts';

export const day = 86_400_000;
/** A viewer on Slack. */
export const ana: Asker = {
  actor: { platform: 'slack', id: 'U1', name: 'Ana' },
  role: 'viewer',
  place: { platform: 'slack', channel: 'C1', kind: 'channel' },
};
export const by = (role: Role, id: string, name: string): Asker => ({ ...ana, role, actor: { platform: 'slack', id, name } });

/** Queries over logs that answer when the test says so, and all that was asked and told. */
export function buildQueries(found: (text: string) => Partial<QueryAnalysis> = () => ({})) {
  const clock = createHandClock();
  const source = createFakeLogs();
  const wanted: [string | undefined, LogTables][] = [];
  const pauses: (() => void)[] = [];
  const queries = createQueries({
    parser: createFakeParser(found),
    places: {
      find: async (name, tables): Promise<FoundPlace> => {
        wanted.push([name, tables]);
        if (name === 'nowhere') throw new UserError('No service called “nowhere”.');
        const has = tables === 'either' ? 'workspace' : tables;
        return { place: { kind: 'workspace', id: `w-${has}`, title: 'logs' }, tables: has, service: undefined, name: name ?? 'default' };
      },
      names: async () => [],
    },
    reads: createQueryReads({ source, clock, timeout: () => new AbortController().signal }),
    source,
    redaction: createRedaction({ builtIn: ['emails'], patterns: {} }),
    longest: { viewer: 7 * day, responder: 30 * day, admin: 90 * day },
    tables: [
      { name: 'requests', columns: [{ name: 'duration' }, { name: 'resultCode' }] },
      { name: 'AppRequests', columns: [{ name: 'DurationMs' }] },
    ],
    settings: createMemorySettings(),
    suggest: createSuggest(),
    clock,
    random: () => 0.5,
    hash: createSignatures().hash,
    pause: () => new Promise<void>((resolve) => pauses.push(resolve)),
  });
  const states: QueryState[] = [];
  const ask = (over: Partial<QueryWish> = {}, asker: Asker = ana, signal = new AbortController().signal) => {
    const wish: QueryWish = { text: 'requests', in: undefined, overMs: undefined, anyway: false, notBefore: undefined, ...over };
    return queries.ask(wish, asker, { signal, running: (state) => states.push(state) });
  };
  const answered = async (over: Partial<QueryWish> = {}, result = resultOf(1), asker: Asker = ana): Promise<QueryAnswer> => {
    const asking = ask(over, asker);
    await settle();
    source.asked.at(-1)?.answer(result);
    const answer = await asking;
    if (answer.kind !== 'answer') throw new Error(answer.kind);
    return answer;
  };
  return { clock, source, queries, ask, answered, states, wanted, pauses };
}
