import { useState } from 'react';
import type { Chat, Outcome } from './chat.ts';
import { Composer } from './composer.tsx';
import { Icon } from './icons.tsx';
import { MessageView } from './message-view.tsx';
import { callOf } from './suggestions.ts';
import type { LiveMessage } from './use-messages.ts';

/** So many replies are shown before the earlier ones are folded away. */
const shownReplies = 4;

/** A conversation of Teams: a message, its replies below it, and a line to reply that opens where it stands. */
export function Post(props: {
  readonly chat: Chat;
  readonly root: LiveMessage;
  readonly replies: readonly LiveMessage[];
  readonly onSay: (text: string) => Promise<Outcome>;
}) {
  const { chat, root, replies } = props;
  const [all, setAll] = useState(false);
  const [replying, setReplying] = useState(false);
  const folded = all ? 0 : Math.max(0, replies.length - shownReplies);
  return (
    <section className="post" aria-label="Conversation">
      <MessageView chat={chat} message={root} />
      {folded === 0 ? undefined : (
        <button type="button" className="link unfold" onClick={() => setAll(true)}>
          {folded === 1 ? 'Show 1 earlier reply' : `Show ${folded} earlier replies`}
        </button>
      )}
      {replies.slice(folded).map((reply) => (
        <MessageView key={reply.id} chat={chat} message={reply} />
      ))}
      {replying ? (
        <div
          className="reply-here"
          onKeyDown={(event) => {
            if (event.key === 'Escape') setReplying(false);
          }}
        >
          <Composer
            label="Reply in the conversation"
            hint="Reply"
            action="Reply"
            call={callOf('teams', 'thread')}
            focus
            onSay={props.onSay}
          />
        </div>
      ) : (
        <button type="button" className="link reply-link" onClick={() => setReplying(true)}>
          <Icon name="reply" /> Reply
        </button>
      )}
    </section>
  );
}
