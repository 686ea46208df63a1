import type { Message } from './control-api.ts';
import { MessageView, type Shared } from './message-view.tsx';
import { useNewest } from './use-newest.ts';

/** Messages in order; it stays at the newest one as long as the reader has not scrolled up. */
export function MessageList(
  props: Shared & {
    readonly label: string;
    readonly messages: readonly Message[];
    /** Where replies are counted; undefined: replies have no thread of their own. */
    readonly replies?: readonly Message[] | undefined;
    readonly onThread?: ((root: string) => void) | undefined;
    /** Rises with each thing the reader says here. */
    readonly said: number;
  },
) {
  const { messages, replies, onThread, label, said, ...shared } = props;
  const repliesShown = shared.platform === 'teams' ? (replies ?? []).filter((one) => one.thread !== null).length : 0;
  const { box, content, unseen, goThere } = useNewest(messages.length + repliesShown, said);
  return (
    <div className="messages" role="log" aria-label={label} ref={box}>
      <div className="messages-content" ref={content}>
        {messages.length === 0 ? <p className="quiet">Nothing has been said here yet.</p> : undefined}
        {messages.map((message) => (
          <Post
            key={message.id}
            message={message}
            replies={replies?.filter((one) => one.thread === message.id) ?? []}
            onThread={onThread === undefined || message.ephemeralTo !== null ? undefined : () => onThread(message.id)}
            {...shared}
          />
        ))}
      </div>
      {unseen === 'none' ? undefined : (
        <button type="button" className="new-messages" onClick={goThere}>
          New messages ↓
        </button>
      )}
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
