import type { MessageRef, Person, Target } from './person.ts';

/** A digest that is posted by itself. Those of tocsin.yaml have ids that begin with "config-". */
export interface DigestSchedule {
  readonly id: string;
  /** Five cron fields, read in `timeZone`. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Names of services; undefined: all of them. */
  readonly services?: readonly string[] | undefined;
  readonly targets: readonly Target[];
  readonly addedBy?: string | undefined;
  /** Milliseconds since 1970 (UTC); nothing that was due before it is posted. */
  readonly addedAt: number;
}

/** How a Teams conversation can be reached without being spoken to first; Slack needs none. */
export interface Conversation {
  /** The channel's or conversation's id. */
  readonly id: string;
  readonly platform: string;
  readonly name?: string | undefined;
  readonly kind: 'channel' | 'group' | 'direct';
  readonly team?: string | undefined;
  readonly tenant?: string | undefined;
  readonly serviceUrl: string;
}

/** What a person chose for themselves. */
export interface PersonChoices {
  /** "slack:U1" */
  readonly id: string;
  readonly timeZone?: string | undefined;
}

/** A message that says that a command is being worked on. */
export interface ProgressSign {
  /** The invocation's id. */
  readonly id: string;
  readonly message: MessageRef;
}

/** A chart that can be asked for by name, by everybody. */
export interface SavedChart {
  /** The name in lower case. */
  readonly id: string;
  readonly name: string;
  /** The words that draw it: "chart cpu of bps-website over 6h". */
  readonly command: string;
  /** "slack:U1": whose home page shows it, and who may replace or delete it. */
  readonly owner: string;
  /** Lower case; by it the same person is known in the other chat. */
  readonly ownerEmail?: string | undefined;
  readonly ownerName: string;
}

/** The service that a channel asks about where none is named. */
export interface Binding {
  /** "slack:C1" */
  readonly id: string;
  readonly service: string;
  readonly boundBy: string;
}

/** A query that can be asked by name, by everybody. */
export interface SavedQuery {
  /** The name in lower case. */
  readonly id: string;
  readonly name: string;
  /** The words that ask it: "kql in compliance over 24h requests | …". */
  readonly command: string;
  /** As SavedChart. */
  readonly owner: string;
  readonly ownerEmail?: string | undefined;
  readonly ownerName: string;
}

/** A query that is too long for a button to carry: its buttons name it by `id`. The oldest go when there are many. */
export interface KeptQuery {
  readonly id: string;
  readonly text: string;
  readonly usedAt: number;
}

/** When a repeating job last ran to its end. */
export interface LastRun {
  readonly id: string;
  readonly due: number;
  /** Of a poll: Polled.left. */
  readonly left?: Readonly<Record<string, number>> | undefined;
}

/** Whether the chart or query is theirs: by who they are in the chat it was saved in, or by their e-mail address in another one. */
export function isOwner({ platform, id, email }: Person, thing: Pick<SavedChart, 'owner' | 'ownerEmail'>): boolean {
  return thing.owner === `${platform}:${id}` || (email !== undefined && thing.ownerEmail === email.toLowerCase());
}

/** By which isOwner knows the person again. */
export function ownership({ platform, id, email, name }: Person): Pick<SavedChart, 'owner' | 'ownerEmail' | 'ownerName'> {
  return { owner: `${platform}:${id}`, ...(email === undefined ? {} : { ownerEmail: email.toLowerCase() }), ownerName: name };
}
