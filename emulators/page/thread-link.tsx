import { Avatar } from './avatar.tsx';
import { type Chat, titleOf } from './chat.ts';
import type { LiveMessage } from './use-messages.ts';
import { timeOfDay } from './zone.ts';

/** Below a root: who replied, how often, when last, and whether something is unread. */
export function ThreadLink(props: {
  readonly chat: Chat;
  readonly replies: readonly LiveMessage[];
  readonly unread: number;
  readonly onOpen: () => void;
}) {
  const { replies, unread, chat } = props;
  const last = replies.at(-1);
  if (last === undefined) return undefined;
  const people = [...new Set(replies.map((one) => one.user))].slice(0, 4);
  return (
    <button type="button" className="thread-link" onClick={props.onOpen}>
      <span className="faces">
        {people.map((name) => (
          <Avatar key={name} name={name} title={titleOf(chat.users, name)} />
        ))}
      </span>
      <strong>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</strong>
      {unread === 0 ? undefined : <span className="fresh">{unread} new</span>}
      <span className="quiet">Last reply {timeOfDay(last.at)}</span>
    </button>
  );
}
