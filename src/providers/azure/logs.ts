import { z } from 'zod';
import { ProviderError, QueryRejected, UserError } from '../../core/errors.ts';
import type { LogQuery, QueryPlace, QueryResult } from '../../core/model/query.ts';
import type { Cancellable, CheckResult, LogSource } from '../../core/ports.ts';
import type { CallLimits, Calls, OperationOptions } from './calls.ts';
import type { Clients } from './clients.ts';
import type { Attempt } from './errors.ts';
import { nothingFound } from './logs-answer.ts';
import { type LinkNeeds, linkToQuery } from './logs-link.ts';
import { problemOf } from './logs-problem.ts';
import { readInTurns } from './logs-reader.ts';
import { AnswerTooLarge } from './logs-size.ts';
import type { Workspaces } from './logs-workspaces.ts';
import { createPatience, type RealTime } from './patience.ts';

export interface LogNeeds {
  readonly clients: Pick<Clients, 'logs'>;
  /** With the limits of `logLimits`. */
  readonly calls: Calls;
  readonly workspaces: Workspaces;
  readonly portal: LinkNeeds;
  readonly time: Pick<RealTime, 'elapsed'>;
  readonly now: () => number;
}

/** Signing in and the way there and back, beyond what the service itself may take. */
const graceMs = 5000;
/** The service ends every query after ten minutes. */
const longestWaitMs = 600_000;

/** Queries take long by nature: one repetition at most, and a wait that the service itself asks for may be longer. */
export const logLimits = (limits: CallLimits): CallLimits => ({
  ...limits,
  attempts: Math.min(limits.attempts, 2),
  requestMs: longestWaitMs + graceMs,
  longestPauseMs: 15_000,
  // As many as the service carries out at once for one identity.
  atOnce: 5,
});

/** Log Analytics and Application Insights, asked through Azure's own client. */
export function createLogs(needs: LogNeeds): LogSource {
  const query: LogSource['query'] = async (asked, { signal }) => {
    if (asked.place.kind === 'workspace') needs.workspaces.look();
    const patience = createPatience(asked.waitMs + graceMs, needs.time, signal);
    const found = await needs.calls.run(attemptFor(asked.place), patience, (options) => ask(asked, needs, options));
    if (found.kind === 'rejected') throw found.error;
    return found.result;
  };
  return {
    query,
    portalLink: ({ place, text, from, to }) => {
      const resourceId = place.kind === 'resource' ? place.resource.id : needs.workspaces.resourceIdOf(place.id);
      return linkToQuery({ resourceId, text, from, to }, needs.portal);
    },
    check: (places, cancellable) => Promise.all(places.map((place) => checkPlace(place, query, needs.now(), cancellable))),
  };
}

const attemptFor = (place: QueryPlace): Attempt => ({
  kind: 'logs',
  // The service counts what an identity asks, whatever it asks about.
  subscription: '',
  doing: `ask the logs of ${place.title}`,
  role:
    place.kind === 'workspace'
      ? { name: 'Log Analytics Reader', scope: `the workspace ${place.id}` }
      : { name: 'Monitoring Reader', scope: `${place.resource.name} and the workspace that holds its logs` },
});

/** What was asked is wrong: the service's answer, and no failure of it. */
type Asked =
  | { readonly kind: 'answered'; readonly result: QueryResult }
  | { readonly kind: 'rejected'; readonly error: QueryRejected | UserError };

const received = z.object({ status: z.number(), bodyAsText: z.string().nullish(), whole: z.string().optional() });
const refused = z.object({ statusCode: z.literal(400), response: z.object({ bodyAsText: z.string() }) });

async function ask({ place, text, from, to, waitMs }: LogQuery, { clients }: LogNeeds, options: OperationOptions): Promise<Asked> {
  const client = await clients.logs();
  let raw: z.infer<typeof received> | undefined;
  const more = {
    ...options,
    serverTimeoutInSeconds: Math.ceil(Math.min(waitMs, longestWaitMs) / 1000),
    includeVisualization: true,
    onResponse: (response: unknown) => {
      raw = received.parse(response);
    },
  };
  const timespan = { startTime: new Date(from), endTime: new Date(to) };
  try {
    if (place.kind === 'workspace') await client.queryWorkspace(place.id, text, timespan, more);
    else await client.queryResource(place.resource.id, text, timespan, more);
  } catch (cause) {
    if (cause instanceof AnswerTooLarge) return { kind: 'rejected', error: new UserError(cause.message) };
    const answer = refused.safeParse(cause).data;
    if (answer !== undefined) return { kind: 'rejected', error: rejected(answer.response.bodyAsText, text, cause) };
    // The client stumbles over the empty body of an empty workspace.
    if (raw?.status !== 204) throw cause;
  }
  const body = raw?.whole ?? raw?.bodyAsText ?? '';
  const isEmpty = raw?.status === 204 || body === '';
  return { kind: 'answered', result: isEmpty ? nothingFound : await readInTurns(body, text, options.abortSignal) };
}

const wrapped = z.object({ error: z.unknown() });

function rejected(body: string, query: string, cause: unknown): QueryRejected {
  return new QueryRejected(problemOf(wrapped.safeParse(jsonOf(body)).data?.error, query), { cause });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const checkWaitMs = 5000;

async function checkPlace(place: QueryPlace, query: LogSource['query'], now: number, cancellable: Cancellable): Promise<CheckResult> {
  const what = `Azure logs of ${place.title}`;
  // Every workspace has this table; what a resource has is its own affair.
  const text = place.kind === 'workspace' ? 'Usage | take 1' : 'print ok = true';
  try {
    await query({ place, text, from: now - 86_400_000, to: now, waitMs: checkWaitMs }, cancellable);
    return { what, ok: true, detail: 'can be asked' };
  } catch (error) {
    if (error instanceof ProviderError) return { what, ok: false, detail: error.message };
    // An empty workspace may lack the table; it could be asked all the same.
    if (error instanceof QueryRejected) return { what, ok: true, detail: 'can be asked, and is empty' };
    throw error;
  }
}
