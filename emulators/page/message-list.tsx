import { useLayoutEffect, useRef } from 'react';
import type { Message } from './control-api.ts';
import { MessageView, type Shared } from './message-view.tsx';

/** Messages in order; it stays at the newest one as long as the reader has not scrolled up. */
export function MessageList(
  props: Shared & {
    readonly label: string;
    readonly messages: readonly Message[];
    /** Where replies are counted; undefined: replies have no thread of their own. */
    readonly replies?: readonly Message[] | undefined;
    readonly onThread?: ((root: string) => void) | undefined;
  },
) {
  const { messages, replies, onThread, label, ...shared } = props;
  const list = useRef<HTMLDivElement>(null);
  const end = useStickyEnd(list);
  return (
    <div className="messages" role="log" aria-label={label} ref={list}>
      <div className="messages-content" ref={end}>
        {messages.length === 0 ? <p className="quiet">Nothing has been said here yet.</p> : undefined}
        {messages.map((message) => (
          <Post
            key={message.id}
            message={message}
            replies={replies?.filter((one) => one.thread === message.id) ?? []}
            onThread={onThread === undefined || message.ephemeralTo !== undefined ? undefined : () => onThread(message.id)}
            {...shared}
          />
        ))}
      </div>
    </div>
  );
}

/** A message that starts a thread. Slack counts its replies; Teams shows them below it. */
function Post(
  props: Shared & { readonly message: Message; readonly replies: readonly Message[]; readonly onThread: (() => void) | undefined },
) {
  const { message, replies, onThread, ...shared } = props;
  if (shared.platform === 'slack' || onThread === undefined) {
    return <MessageView message={message} thread={threadLink(replies.length)} onThread={onThread} {...shared} />;
  }
  return (
    <section className="post" aria-label="Conversation">
      <MessageView message={message} {...shared} />
      {replies.map((reply) => (
        <MessageView key={reply.id} message={reply} {...shared} />
      ))}
      <button type="button" className="thread-link" onClick={onThread}>
        Reply
      </button>
    </section>
  );
}

function threadLink(replies: number): string {
  if (replies === 0) return 'Reply in thread';
  return replies === 1 ? '1 reply' : `${replies} replies`;
}

/** Pictures grow a message after it was drawn, so the content's size is watched and not only its number. */
function useStickyEnd(list: React.RefObject<HTMLDivElement | null>): React.RefObject<HTMLDivElement | null> {
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = list.current;
    if (box === null || content.current === null) return undefined;
    let following = true;
    const look = (): void => {
      following = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
    };
    const grown = new ResizeObserver(() => {
      if (following) box.scrollTop = box.scrollHeight;
    });
    box.addEventListener('scroll', look);
    grown.observe(content.current);
    return () => {
      box.removeEventListener('scroll', look);
      grown.disconnect();
    };
  }, [list]);
  return content;
}
