import { UserError } from '../core/errors.ts';
import { type Person, type Place, readTarget } from '../core/model/person.ts';

export const runFormats = ['text', 'json', 'slack', 'teams'] as const;
export type RunFormat = (typeof runFormats)[number];

/** One chat command from the terminal. */
export interface RunRequest {
  /** The words as a person would type them in a chat. */
  readonly words: string;
  readonly actor: Person;
  /** 'admin': the terminal's own person, whoever can read the configuration and the data folder. */
  readonly rights: 'admin' | 'as configured';
  readonly place: Place;
  readonly format: RunFormat;
}

export interface RunAnswer {
  /** 'mistake': the person's, or something they may not do; 'failed': a platform or the bot itself. */
  readonly outcome: 'done' | 'mistake' | 'failed';
  /** In the format that was asked for; ends with a line break. */
  readonly text: string;
  /** Pictures and attachments. */
  readonly files: readonly { readonly name: string; readonly content: Uint8Array }[];
}

const forms = [/^(slack):([UW][A-Z0-9]+)$/u, /^(teams):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/iu, /^(console):([^\s:@]+)$/u];
const emailForm = /^[^\s@:]+@[^\s@]+$/u;

/** Who runs the command: `as` is "slack:U…", "teams:<Entra object id>", "console:<name>" or an e-mail address. Throws UserError for anything else. */
export function readActor(as: string | undefined, user: string): Pick<RunRequest, 'actor' | 'rights'> {
  if (as === undefined) return { actor: { platform: 'console', id: user, name: user }, rights: 'admin' };
  if (emailForm.test(as)) return { actor: { platform: 'console', id: as, name: as, email: as }, rights: 'as configured' };
  for (const form of forms) {
    const [, platform, id] = form.exec(as) ?? [];
    if (platform !== undefined && id !== undefined) return { actor: { platform, id, name: id }, rights: 'as configured' };
  }
  throw new UserError(`“${as}” names no person: --as takes an e-mail address, or a person’s id with the platform before it.`, [
    '--as ben@example.com',
    '--as slack:U012AB3CD',
    '--as teams:00000000-0000-4000-8000-000000000000',
    '--as console:ben',
  ]);
}

/** Where it counts as said: "slack:#ops"; without one, in a conversation of its own. */
export function readPlace(channel: string | undefined): Place {
  if (channel === undefined) return { platform: 'console', channel: 'terminal', kind: 'direct' };
  const target = readTarget(channel);
  if (target !== undefined) return { ...target, kind: 'channel' };
  throw new UserError(`“${channel}” names no channel: write its platform before it.`, ['slack:#ops', 'teams:19:…@thread.tacv2']);
}
