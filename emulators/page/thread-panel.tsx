import { useEffect, useState } from 'react';
import type { Chat, Outcome } from './chat.ts';
import { Composer } from './composer.tsx';
import { Icon } from './icons.tsx';
import { MessageList } from './message-list.tsx';
import { MessageView } from './message-view.tsx';
import { callOf } from './suggestions.ts';
import type { LiveMessage } from './use-messages.ts';

/** A thread beside the channel: its root, the replies, and a line to answer. Escape closes it. */
export function ThreadPanel(props: {
  readonly chat: Chat;
  readonly place: string;
  readonly root: LiveMessage;
  readonly replies: readonly LiveMessage[];
  readonly now: number;
  readonly onClose: () => void;
  readonly onSay: (text: string) => Promise<Outcome>;
}) {
  const { chat, root, replies, onClose } = props;
  const [said, setSaid] = useState(0);
  useFocusBack();
  const answer = async (text: string): Promise<Outcome> => {
    setSaid((before) => before + 1);
    return props.onSay(text);
  };
  return (
    <aside
      className="thread"
      aria-label="Thread"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <header className="conversation-head">
        <button type="button" className="icon-button close" aria-label="Close the thread" onClick={onClose}>
          <Icon name="close" />
          <Icon name="back" />
        </button>
        <h2>Thread</h2>
        <p className="quiet">{props.place}</p>
      </header>
      <MessageList
        key={root.id}
        label="Thread’s messages"
        user={chat.user}
        messages={[root, ...replies]}
        count={replies.length}
        said={said}
        now={props.now}
        draw={(message, follows, dismiss) => (
          <>
            <MessageView
              chat={chat}
              message={message}
              follows={follows && message !== replies[0]}
              onDismiss={message.ephemeralTo === null ? undefined : dismiss}
            />
            {message === root && replies.length > 0 ? (
              <p className="divider divider-replies">
                <span>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</span>
              </p>
            ) : undefined}
          </>
        )}
      />
      <Composer label="Reply in the thread" hint="Reply…" action="Reply" call={callOf(chat.platform, 'thread')} focus onSay={answer} />
    </aside>
  );
}

/** Gives the focus back to what had it before, when this goes away. */
function useFocusBack(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
}
