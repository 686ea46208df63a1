import { useState } from 'react';
import { Composer } from './composer.tsx';
import type { Message } from './control-api.ts';
import { MessageList } from './message-list.tsx';
import type { Shared } from './message-view.tsx';

/** A thread beside the channel: its root, the replies, and a line to answer. */
export function ThreadPanel(
  props: Shared & {
    readonly root: Message;
    readonly replies: readonly Message[];
    readonly onClose: () => void;
    readonly onSay: (text: string) => Promise<'accepted' | 'refused'>;
  },
) {
  const { root, replies, onClose, onSay, ...shared } = props;
  const [said, setSaid] = useState(0);
  const answer = async (text: string): Promise<'accepted' | 'refused'> => {
    setSaid((before) => before + 1);
    return onSay(text);
  };
  return (
    <aside className="thread" aria-label="Thread">
      <header className="conversation-head">
        <h2>Thread</h2>
        <button type="button" className="close" aria-label="Close the thread" onClick={onClose}>
          ×
        </button>
      </header>
      <MessageList key={root.id} label="Thread’s messages" messages={[root, ...replies]} said={said} {...shared} />
      <Composer label="Reply in the thread" hint="@Tocsin ack" action="Reply" onSay={answer} />
    </aside>
  );
}
