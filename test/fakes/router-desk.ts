import { AuditedFailure } from '../../src/core/audited-failure.ts';
import { readPlain } from '../../src/core/clauses.ts';
import { type AnyCommand, type CommandSpec, defineCommand } from '../../src/core/command.ts';
import { plainText, sentence } from '../../src/core/document.ts';
import { ProviderError, UserError } from '../../src/core/errors.ts';
import { type Invocation, type Reply, replyInPlace, replyRefused, replyToChannel } from '../../src/core/invocation.ts';
import type { AuditEntry } from '../../src/core/ledger.ts';
import type { Person } from '../../src/core/model/person.ts';
import type { Access } from '../../src/core/permissions.ts';
import { createRouter } from '../../src/core/router.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const access: Access = { default: 'viewer', roles: { responder: ['slack:U2'], admin: ['ana@example.com'] } };

export function invocation(text: string, id = `slack:${text}`, actor: Person = { platform: 'slack', id: 'U1', name: 'eva' }): Invocation {
  return {
    id,
    actor,
    place: { platform: 'slack', channel: 'C1', kind: 'channel' },
    text,
    origin: { kind: 'typed' },
    receivedAt: 0,
    replyTo: {},
  };
}

const waitForStop = ({ signal }: { readonly signal: AbortSignal }): Promise<Reply> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

export const works = (): Promise<void> => Promise.resolve();

/** A router over small stores in memory, with commands that answer, fail, wait and change things. */
export function setUp({ stored = [] as Invocation[], deliver = works, store = works } = {}) {
  const log: string[] = [];
  const audit: AuditEntry[] = [];
  const observed: string[] = [];
  const answers: { invocation: Invocation; reply: Reply }[] = [];
  const release = Promise.withResolvers<void>();
  const command = (
    name: string,
    run: (words: readonly string[]) => Promise<Reply>,
    more: Partial<CommandSpec<readonly string[], object>> = {},
  ): AnyCommand<object> =>
    defineCommand<readonly string[], object>({
      name,
      summary: name,
      usage: name,
      examples: [name],
      permission: 'viewer',
      changes: 'nothing',
      args: (words) => readPlain(words, 1, [name]),
      run,
      ...more,
    });
  const router = createRouter<object>({
    commands: [
      command('help', async () => replyToChannel(sentence('here is help'))),
      command(
        'slow',
        async () => {
          log.push('working');
          await release.promise;
          return replyToChannel(sentence('done'));
        },
        { changes: 'state' },
      ),
      command('keep', async () => replyToChannel(sentence('kept')), { changes: ([what]) => (what === 'it' ? 'state' : 'nothing') }),
      command('ask', async () => ({ ...replyRefused(sentence('no such thing')), audit: { code: 'E1' } })),
      command('fail', async ([what]) => {
        const outage = new ProviderError('Azure', 'it did not answer.', { retry: { when: 'never' } });
        throw new AuditedFailure(what === 'mistake' ? new UserError('It was cancelled.') : outage, { text: 'print 1' });
      }),
      command('redraw', async ([range]) => {
        if (range === 'late') await release.promise;
        return replyInPlace(sentence(`the last ${range}`));
      }),
      { ...command('patient', async () => replyToChannel(sentence('never'))), prepare: () => ({ changes: 'nothing', run: waitForStop }) },
      command('resolve', async () => replyToChannel(sentence('resolved')), { permission: 'responder' }),
      command('broken', () => Promise.reject(new TypeError('x is undefined'))),
      command('outage', () => Promise.reject(new ProviderError('Azure', 'it did not answer.', { retry: { when: 'never' } }))),
      command('wrong', () => Promise.reject(new UserError('No service called chekout.', ['services']))),
    ],
    services: {},
    access: () => access,
    ledger: {
      storeInvocation: async (one) => {
        await store();
        if (stored.some((other) => other.id === one.id)) return 'duplicate';
        stored.push(one);
        log.push('stored');
        return 'stored';
      },
      finishInvocation: async (id) => {
        stored.splice(
          stored.findIndex((one) => one.id === id),
          1,
        );
        log.push('finished');
      },
      unfinishedInvocations: async () => [...stored],
      audit: async (entries) => void audit.push(...entries),
    },
    settings: { get: async () => undefined },
    clock: { now: () => 42 },
    log: silent,
    example: (words) => words.replace('services', 'services here'),
    observe: (command, result) => void observed.push(`${command ?? 'nothing'} ${result}`),
    suggest: (word, candidates) => candidates.find((one) => one.startsWith(word.slice(0, 3))),
    respond: (one) => ({
      report: () => undefined,
      deliver: (reply) => {
        answers.push({ invocation: one, reply });
        return deliver();
      },
    }),
  });
  const said = (): string =>
    answers
      .map(({ reply }) => reply.document.blocks.map((block) => (block.kind === 'text' ? plainText(block.runs) : '')).join(' '))
      .join(' ');
  return { router, log, audit, observed, answers, release, said };
}
