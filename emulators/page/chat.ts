import type { DemoState, Platform } from './control-api.ts';

export type Outcome = 'accepted' | 'refused';

/** One side of the page and the person who uses it: what every message is drawn with. */
export interface Chat {
  readonly platform: Platform;
  /** The person's name ("ana"). */
  readonly user: string;
  readonly users: DemoState['users'];
  /** What a message's menu offers besides the platform's own. */
  readonly shortcuts: readonly string[];
  /** Does something on this platform as this person: `give('click', { message, button })`. */
  readonly give: (what: string, body: object) => Promise<Outcome>;
}

/** The author of what the bot says. */
export const bot = 'tocsin';

/** The name people see: "Ana Duarte". */
export function titleOf(users: DemoState['users'], name: string): string {
  return name === bot ? 'Tocsin' : (users.find((one) => one.name === name)?.title ?? name);
}
