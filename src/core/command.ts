import type { Document } from './document.ts';
import type { Origin, Reply } from './invocation.ts';
import type { Person, Place, Role } from './model/person.ts';
import type { Suggest } from './ports.ts';
import type { Words } from './words.ts';

/** The least role that may run a command. */
export type Permission = Role;

/**
 * A command. `args` knows only grammar; names, dates and "did you mean" of things are resolved in `run`.
 * `Services` is what app.ts hands to every command.
 */
export interface CommandSpec<Args, Services> {
  readonly name: string;
  readonly summary: string;
  /** The shape of what can be typed: "chart METRIC of TARGET[, TARGET…] [over 6h]". */
  readonly usage: string;
  /** Every example is parsed by a test, and feeds help and the manifests. */
  readonly examples: readonly [string, ...string[]];
  readonly permission: Permission;
  /** 'state': the invocation is stored before it is acknowledged and survives a restart. Depends on the words where only some change anything. */
  readonly changes: Changes | ((args: Args) => Changes);
  /** `words.all[0]` is the command's name. Throws UserError with the right usage. */
  readonly args: (words: Words, suggest: Suggest) => Args;
  readonly run: (args: Args, context: CommandContext<Services>) => Promise<Reply>;
}

export type Changes = 'state' | 'nothing';

export interface CommandContext<Services> {
  readonly actor: Person;
  readonly role: Role;
  readonly place: Place;
  /** The person's own choice, else the platform's, else UTC. */
  readonly timeZone: string;
  readonly now: number;
  readonly origin: Origin;
  readonly signal: AbortSignal;
  /**
   * Says how far the work is ("2nd in the queue", "running, 12 s"), with a button to cancel it; the newest takes the place of the
   * one before. Shown only once the answer takes long, in place of the platform's own sign; never fails and need not be awaited.
   */
  readonly report: (document: Document) => void;
  readonly suggest: Suggest;
  /** Every command, for help. */
  readonly commands: readonly CommandSummary[];
  readonly services: Services;
}

export interface CommandSummary {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly examples: readonly string[];
  readonly permission: Permission;
}

/** A command whose argument type is its own affair: what lists and the router hold. */
export type AnyCommand<Services> = CommandSummary & {
  /** Reads the words. Throws UserError. */
  readonly prepare: (words: Words, suggest: Suggest) => Prepared<Services>;
};

/** A command whose words are understood, and which waits for its context. */
export interface Prepared<Services> {
  readonly changes: Changes;
  readonly run: (context: CommandContext<Services>) => Promise<Reply>;
}

export function defineCommand<Args, Services>(spec: CommandSpec<Args, Services>): AnyCommand<Services> {
  return {
    name: spec.name,
    summary: spec.summary,
    usage: spec.usage,
    examples: spec.examples,
    permission: spec.permission,
    prepare: (words, suggest) => {
      const args = spec.args(words, suggest);
      const { changes } = spec;
      return { changes: typeof changes === 'function' ? changes(args) : changes, run: (context) => spec.run(args, context) };
    },
  };
}
