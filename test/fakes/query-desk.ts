import { expect } from 'vitest';
import { kql } from '../../commands/kql.ts';
import { queries } from '../../commands/queries.ts';
import { query } from '../../commands/query.ts';
import { plainText } from '../../src/core/document.ts';
import type { Reply } from '../../src/core/invocation.ts';
import type { QueryCell, QueryResult } from '../../src/core/model/query.ts';
import type { QueryAnswer, QueryHeld, QueryRejection, QueryWish, ShippedQuery } from '../../src/services/query-services.ts';
import { createSavedQueries } from '../../src/services/saved-queries.ts';
import { createSuggest } from '../../src/text/suggest.ts';
import { createMemorySettings } from './catalogue-settings.ts';
import { type Circumstances, say } from './context.ts';
import { analysisOf } from './logs.ts';

export const hour = 3_600_000;
export const now = Date.UTC(2026, 10, 20, 9);
const shipped: readonly ShippedQuery[] = [
  {
    name: 'slow-operations',
    title: 'Slowest operations',
    description: 'What took longest.',
    parameters: [{ name: 'slowerThan', type: 'real', description: 'Milliseconds.', initial: '1000' }],
    texts: { classic: 'requests | where duration > slowerThan', workspace: 'AppRequests | where DurationMs > slowerThan' },
  },
];

const rowsOf = (count: number): QueryResult => ({
  table: {
    columns: [
      { name: 'name', type: 'string' },
      { name: 'n', type: 'long' },
    ],
    rows: Array.from({ length: count }, (_one, index): QueryCell[] => [`r${index}`, index]),
  },
  render: undefined,
  partial: undefined,
});

type Outcome = (
  wish: QueryWish,
  text: string,
) => (Partial<Omit<QueryAnswer, 'kind'>> & { readonly kind?: undefined }) | QueryHeld | Omit<QueryRejection, 'found'>;

/** Queries that answer as the test says, and everything that was asked. */
export function createQueryDesk(outcome: Outcome = () => ({})) {
  const wishes: QueryWish[] = [];
  const reports: string[] = [];
  const cancelled: string[] = [];
  const kept = new Map<string, string>();
  const settings = createMemorySettings();
  let last: readonly string[] = [];
  const found = { place: { kind: 'workspace', id: 'w1', title: 'shop logs' }, tables: 'either', service: undefined, name: 'shop' } as const;
  const services: Circumstances['services'] = {
    queries: {
      ask: async (wish, _by, { running, asking }) => {
        wishes.push(wish);
        running({ id: 'abc1234', ahead: 2, forMs: 0 });
        const text = typeof wish.text === 'string' ? wish.text : (wish.text.classic ?? '');
        const came = outcome(wish, text);
        if (came.kind === 'held') return came;
        const overMs = wish.overMs ?? 24 * hour;
        asking?.({ text, place: found.place, from: now - overMs, to: now });
        if (came.kind === 'rejected') return { ...came, found };
        const rest = { analysis: analysisOf(text), notes: [], result: rowsOf(20), redactions: 0, ms: 12, ageMs: undefined };
        return { wish, text, found, from: now - overMs, to: now, portal: 'https://portal.example/', ...rest, ...came, kind: 'answer' };
      },
      explain: async () => ({
        text: 'requests',
        analysis: analysisOf('requests'),
        found,
        from: now - hour,
        to: now,
        notes: [],
        volume: [],
      }),
      cancel: (id) => {
        cancelled.push(id);
        return id === 'abc1234' ? 'cancelled' : 'over';
      },
      keep: async (text) => {
        const id = String(kept.size).padStart(32, '0');
        kept.set(id, text);
        return id;
      },
      kept: async (id) => kept.get(id),
    },
    savedQueries: createSavedQueries({
      shipped,
      settings,
      ledger: { lastDone: async () => last },
      kept: async (id) => kept.get(id),
      suggest: createSuggest(),
    }),
  };
  const circumstances: Circumstances = { services, report: ({ summary }) => void reports.push(summary) };
  const run = (typed: string, over: Circumstances = {}): Promise<Reply> => {
    const command = [kql, queries, query].find((one) => one.name === typed.split(/\s/u)[0]);
    if (command === undefined) throw new Error(typed);
    return say(command, typed, { ...circumstances, ...over });
  };
  const lastAsked = (...words: readonly string[]): void => {
    last = words;
  };
  return { run, wishes, reports, cancelled, kept, lastAsked };
}

export const clicked = { origin: { kind: 'clicked', message: { platform: 'slack', channel: 'C-ops', id: '1' } } } as const;
export const textOf = ({ document }: Reply): string =>
  document.blocks.flatMap((block) => (block.kind === 'text' || block.kind === 'note' ? [plainText(block.runs)] : [])).join(' | ');
export const labelled = ({ document }: Reply, label: string): string | undefined =>
  document.blocks
    .flatMap((block) => (block.kind === 'actions' ? block.items : []))
    .flatMap((item) => (item.kind === 'button' && item.label === label ? [item.command] : []))[0];

export function formOf({ document }: Reply) {
  const form = document.blocks.find((block) => block.kind === 'form');
  return form?.kind === 'form' ? form : expect.fail('there is no form');
}

/** The commands of all buttons and selects. */
export const choicesOf = ({ document }: Reply): readonly string[] =>
  document.blocks
    .flatMap((block) => (block.kind === 'actions' ? block.items : []))
    .flatMap((item) => (item.kind === 'select' ? item.options.map((one) => one.command) : item.kind === 'button' ? [item.command] : []));
