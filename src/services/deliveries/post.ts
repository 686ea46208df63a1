import type { ChatAdapter, Delivery } from '../../core/chat.ts';
import type { Document } from '../../core/document.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { MessageRef, Target } from '../../core/model/person.ts';
import type { DigestSchedule } from '../../core/model/schedule.ts';
import type { Clock, IssueTracker, Log, Settings } from '../../core/ports.ts';
import type { Catalogue, Digests, Speech } from '../services.ts';
import type { Attempt, Outcome } from './attempt.ts';

/** A chat, as far as deliveries need one. */
export type Chat = Pick<ChatAdapter, 'post' | 'edit' | 'find'>;

export interface ScheduledDigests {
  /** The schedule with this id, from tocsin.yaml or added in a chat; undefined when it was removed. */
  readonly schedule: (id: string) => Promise<DigestSchedule | undefined>;
}

export interface HandlerNeeds {
  readonly ledger: Pick<Ledger, 'commit' | 'incident' | 'incidents' | 'threadEntries' | 'receipts'>;
  readonly catalogue: Pick<Catalogue, 'services'>;
  /** Holds what rooms are called. */
  readonly settings: Pick<Settings, 'list'>;
  /** By platform: "slack". */
  readonly chats: ReadonlyMap<string, Chat>;
  readonly issues: IssueTracker | undefined;
  /** Short name of the data folder, part of an issue's mark: incidents of another one have the same numbers. */
  readonly store: string;
  readonly digests: Pick<Digests, 'content'> & ScheduledDigests;
  readonly speech: Speech;
  /** In which incidents' moments are written where nobody in particular asked; IANA name. */
  readonly timeZone: string;
  /** As IncidentView.linkHosts, as configured now. */
  readonly linkHosts: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

export const done: Outcome = { ok: true };
export const never = (reason: string): Outcome => ({ ok: false, reason, retry: { when: 'never' } });

export type Posted = { readonly ok: true; readonly ref: MessageRef | undefined } | Exclude<Outcome, { readonly ok: true }>;

/** Posts, once: a repeated attempt first looks whether an earlier one arrived, on platforms that can be asked. */
export async function postOnce(
  chats: ReadonlyMap<string, Chat>,
  target: Target,
  document: () => Document | Promise<Document>,
  { key, round, signal }: Attempt,
): Promise<Posted> {
  const chat = chats.get(target.platform);
  if (chat === undefined) {
    const reason = `${target.platform} is not connected; connect it in tocsin.yaml, or name another channel there`;
    return { ok: false, reason, retry: { when: 'never' } };
  }
  if (round === 'repeated') {
    const ref = await chat.find?.(target, key, { signal });
    if (ref !== undefined) return { ok: true, ref };
  }
  return outcomeOf(await chat.post(target, await document(), { mark: key, signal }));
}

function outcomeOf(delivery: Delivery): Posted {
  return delivery.ok ? delivery : { ok: false, reason: delivery.reason, retry: delivery.retry };
}
