import { AuditedFailure } from './audited-failure.ts';
import { shorten } from './clauses.ts';
import type { AnyCommand, CommandContext } from './command.ts';
import { bold, code, type Document, plain, sentence, text } from './document.ts';
import { apologyFor, UserError } from './errors.ts';
import { type Invocation, type Reply, replyRefused, replyToSender } from './invocation.ts';
import type { AuditEntry, Ledger } from './ledger.ts';
import type { Role } from './model/person.ts';
import { type Access, Denied, denial, mayRun, roleOf, roleWords, withWhomToAsk } from './permissions.ts';
import type { Clock, Log, Settings, Suggest } from './ports.ts';
import { shortId } from './short-id.ts';
import { createTurns } from './turns.ts';
import { readWords } from './words.ts';

export interface RouterNeeds<Services> {
  readonly commands: readonly AnyCommand<Services>[];
  readonly services: Services;
  readonly access: () => Access;
  readonly ledger: Pick<Ledger, 'storeInvocation' | 'finishInvocation' | 'unfinishedInvocations' | 'audit'>;
  readonly settings: Pick<Settings, 'get'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly suggest: Suggest;
  /** An example as people here can type it. */
  readonly example: (words: string) => string;
  /** Told of every command that ended; `command` is undefined for words that name none. */
  readonly observe: (command: string | undefined, result: AuditEntry['result'], ms: number) => void;
  /** Told when work on a command begins. A failure is logged by whoever implements it. */
  readonly respond: (invocation: Invocation, stopping: AbortSignal) => Responder;
}

/** Speaks to whoever waits for one command. */
export interface Responder {
  /** See CommandContext.report. */
  readonly report: (document: Document) => void;
  readonly deliver: (reply: Reply) => Promise<void>;
}

export interface Router {
  /** Settles when the invocation is accepted: understood, and stored if it changes state. The work goes on by itself. */
  readonly accept: (invocation: Invocation) => Promise<void>;
  /** Accepts, works and gives the answer back instead of delivering it. `role` stands in for the configured one. */
  readonly answer: (invocation: Invocation, options: { readonly signal: AbortSignal; readonly role?: Role | undefined }) => Promise<Answer>;
  /** Takes up what was stored but not finished before a restart; gives back the ids. */
  readonly resume: () => Promise<ReadonlySet<string>>;
  /** Settles when no work is left. */
  readonly idle: () => Promise<void>;
  /** Tells running commands to stop, and settles when they have. */
  readonly stop: () => Promise<void>;
}

export interface Answer {
  readonly reply: Reply;
  readonly result: AuditEntry['result'];
}

type Report = Responder['report'];
type Work = (signal: AbortSignal, report: Report) => Promise<Reply>;
interface Considered {
  readonly command: string | undefined;
  readonly durable: 'stored' | 'not needed';
  readonly work: Work;
  readonly entry: (result: AuditEntry['result']) => AuditEntry;
}

/** As long as a command can be: who asked what is not cut. */
const mostAudited = 12_000;

/** Where a command is run from the terminal, its answer is all that is shown. */
const toNobody: Report = () => undefined;

/** What a running command hears and says. */
interface Working {
  readonly signal: AbortSignal;
  readonly report: Report;
}

/** How many ids of invocations that change nothing are remembered, so that a redelivered event has one effect. */
const remembered = 2_000;

/** Invocation → words → command → permission → run → Reply. */
export function createRouter<Services>(needs: RouterNeeds<Services>): Router {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const seen = new Set<string>();
  const inTurn = createTurns();

  const isNew = (id: string): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    if (seen.size > remembered) for (const oldest of seen) if (seen.delete(oldest)) break;
    return true;
  };

  const work = (invocation: Invocation, considered: Considered): void => {
    const { deliver, report } = needs.respond(invocation, stopping.signal);
    const answering = finish(needs, invocation, considered, { signal: stopping.signal, report });
    const done = inTurn(invocation.origin, answering, deliver)
      .catch((error: unknown) => needs.log.error({ invocation: invocation.id, error }, 'an answer could not be delivered'))
      // Whether or not its author could be told: it is done, and must not be done again after a restart.
      .then(() => (considered.durable === 'stored' ? needs.ledger.finishInvocation(invocation.id) : undefined))
      .catch((error: unknown) => needs.log.error({ invocation: invocation.id, error }, 'a command could not be noted as finished'))
      .finally(() => running.delete(done));
    running.add(done);
  };

  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running);
  };

  return {
    accept: async (invocation) => {
      if (!isNew(invocation.id)) return;
      const considered = consider(needs, invocation);
      if (considered.durable === 'stored') {
        try {
          if ((await needs.ledger.storeInvocation(invocation)) === 'duplicate') return;
        } catch (error) {
          seen.delete(invocation.id);
          throw error;
        }
      }
      work(invocation, considered);
    },
    answer: async (invocation, { signal, role }) => {
      isNew(invocation.id);
      const considered = consider(needs, invocation, role);
      if (considered.durable === 'stored') await needs.ledger.storeInvocation(invocation);
      const answer = await finish(needs, invocation, considered, { signal, report: toNobody });
      if (considered.durable === 'stored') await needs.ledger.finishInvocation(invocation.id);
      return answer;
    },
    resume: async () => {
      const unfinished = await needs.ledger.unfinishedInvocations();
      for (const invocation of unfinished) {
        // Chats are connected by now: what they brought since is among the unfinished too, and worked on already.
        if (!isNew(invocation.id)) continue;
        needs.log.info({ invocation: invocation.id }, 'taking up a command from before the restart');
        work(invocation, consider(needs, invocation));
      }
      return new Set(unfinished.map(({ id }) => id));
    },
    idle,
    stop: async () => {
      stopping.abort();
      await idle();
    },
  };
}

/** Finds the command, checks the permission and reads the words; nothing is done yet. */
function consider<Services>(needs: RouterNeeds<Services>, invocation: Invocation, given?: Role): Considered {
  const role = given ?? roleOf(invocation.actor, needs.access());
  const entry = (result: AuditEntry['result']): AuditEntry => ({
    at: needs.clock.now(),
    who: `${invocation.actor.platform}:${invocation.actor.id}`,
    what: shorten(invocation.text, mostAudited),
    where: `${invocation.place.platform}:${invocation.place.channel}`,
    result,
  });
  const refuse = (error: UserError): Considered => ({
    command: undefined,
    durable: 'not needed',
    work: () => Promise.reject(error),
    entry: () => entry('refused'),
  });
  try {
    const words = readWords(invocation.text === '' ? 'help' : invocation.text);
    const name = words.all[0]?.text.toLowerCase() ?? 'help';
    const command = needs.commands.find((one) => one.name === name);
    if (command === undefined) return refuse(unknownCommand(name, needs));
    if (mayRun(role, command.permission) === 'denied') {
      const because = `Only ${roleWords[command.permission]} may use ${command.name}; you are ${roleWords[role]}.`;
      const denied = denial(invocation.actor, command.name, command.permission, because);
      return { command: command.name, durable: 'not needed', work: () => Promise.reject(denied), entry };
    }
    const prepared = command.prepare(words, needs.suggest);
    return {
      command: command.name,
      durable: prepared.changes === 'state' ? 'stored' : 'not needed',
      work: async (signal, report) => prepared.run(await contextFor(needs, invocation, role, { signal, report })),
      entry,
    };
  } catch (error) {
    if (error instanceof UserError) return refuse(error);
    throw error;
  }
}

async function contextFor<Services>(
  needs: RouterNeeds<Services>,
  invocation: Invocation,
  role: CommandContext<Services>['role'],
  { signal, report }: Working,
): Promise<CommandContext<Services>> {
  const choices = await needs.settings.get('choices', `${invocation.actor.platform}:${invocation.actor.id}`);
  return {
    actor: invocation.actor,
    role,
    place: invocation.place,
    timeZone: choices?.timeZone ?? invocation.actor.timeZone ?? 'UTC',
    now: needs.clock.now(),
    origin: invocation.origin,
    signal,
    report,
    suggest: needs.suggest,
    commands: needs.commands.map((one) => ({ ...one, examples: one.examples.map(needs.example) })),
    services: needs.services,
  };
}

/** Runs, and turns every failure into an answer for its author. */
async function finish<Services>(
  needs: RouterNeeds<Services>,
  invocation: Invocation,
  considered: Considered,
  working: Working,
): Promise<Answer> {
  const started = needs.clock.now();
  const { reply, entry } = await attempt(needs, invocation, considered, working);
  const ms = needs.clock.now() - started;
  await record(needs, { ...entry, ms, detail: reply.audit });
  needs.observe(considered.command, entry.result, ms);
  return { reply, result: entry.result };
}

async function attempt<Services>(
  needs: RouterNeeds<Services>,
  invocation: Invocation,
  considered: Considered,
  { signal, report }: Working,
): Promise<{ readonly reply: Reply; readonly entry: AuditEntry }> {
  try {
    const reply = await considered.work(signal, report);
    return { reply, entry: considered.entry(reply.outcome ?? (reply.undone === true ? 'refused' : 'done')) };
  } catch (caught) {
    const { error, audit } = caught instanceof AuditedFailure ? { error: caught.cause, audit: caught.audit } : { error: caught };
    if (error instanceof UserError) {
      const entry = considered.entry(error instanceof Denied ? 'denied' : 'refused');
      const { anywhere, alone } = withWhomToAsk(error, invocation.actor, needs.access());
      const saying = { alone: alone === undefined ? undefined : mistake(alone, needs.example), audit };
      return { reply: { ...replyRefused(mistake(anywhere, needs.example)), ...saying }, entry };
    }
    if (signal.aborted) return { reply: { ...replyToSender(sentence(stopped)), audit }, entry: considered.entry('failed') };
    const quote = shortId(invocation.id);
    needs.log.error({ invocation: invocation.id, quote, error }, 'a command failed');
    const apology = text(apologyFor(error, quote));
    const reply: Reply = { ...replyToSender({ summary: 'That did not work.', blocks: [apology] }), audit };
    return { reply, entry: considered.entry('failed') };
  }
}

const stopped = 'I had to stop before this was done. Please ask again in a minute.';

/** A store that cannot be written must not swallow the answer to the person. */
async function record<Services>(needs: RouterNeeds<Services>, entry: AuditEntry): Promise<void> {
  try {
    await needs.ledger.audit([entry]);
  } catch (error) {
    needs.log.error({ error, entry }, 'the audit log could not be written');
  }
}

function unknownCommand<Services>(name: string, needs: RouterNeeds<Services>): UserError {
  const names = needs.commands.map((one) => one.name);
  const near = needs.suggest(name, names);
  const example = needs.commands.find((one) => one.name === near)?.examples[0] ?? 'help';
  return new UserError(
    `No command called “${shorten(name)}”. ${near === undefined ? 'See help for those there are.' : `Did you mean ${near}?`}`,
    [example],
  );
}

/** Who made a mistake wants the next step, not a page: `help` has the rest. */
const mostExamples = 2;

function mistake(error: UserError, exampleOf: (words: string) => string): Document {
  const shown = error.examples.slice(0, mostExamples).map(exampleOf);
  const examples = shown.flatMap((example, index) => [plain(index === 0 ? '' : '  ·  '), code(example)]);
  return {
    summary: error.message,
    blocks: [text(error.message), ...(examples.length === 0 ? [] : [text(bold('Try '), ...examples)])],
  };
}
