import type { Message } from './control-api.ts';
import type { Shared } from './message-list.tsx';
import { SlackMessage } from './slack/slack-message.tsx';
import { TeamsMessage } from './teams/teams-message.tsx';

const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });

/** One message: who, when, what, and how many answered. */
export function MessageView(
  props: Shared & { readonly message: Message; readonly replies: readonly Message[]; readonly onThread: (() => void) | undefined },
) {
  const { message, replies, onThread } = props;
  const person = props.users.find((one) => one.name === message.user);
  const author = person?.title ?? 'Tocsin';
  const at = time.format(new Date(message.at));
  const act = (button: string, option?: string): void => props.onAct(message.id, button, option);
  return (
    <article className="message" aria-label={`${author}, ${at}`}>
      <span className={`avatar ${person === undefined ? 'avatar-app' : `avatar-${person.name}`}`} aria-hidden="true">
        {author[0]}
      </span>
      <div className="message-body">
        <p className="byline">
          <strong>{author}</strong>
          {person === undefined ? <span className="badge">App</span> : undefined}
          <time dateTime={message.at}>{at}</time>
          {message.edited ? <span className="quiet">(edited)</span> : undefined}
          {message.ephemeralTo === undefined ? undefined : <span className="only-you">Only visible to you</span>}
        </p>
        {props.platform === 'slack' ? <SlackMessage message={message} onAct={act} /> : <TeamsMessage message={message} onAct={act} />}
        {onThread === undefined ? undefined : (
          <button type="button" className={replies.length === 0 ? 'thread-link empty' : 'thread-link'} onClick={onThread}>
            {replies.length === 0 ? 'Reply in thread' : replies.length === 1 ? '1 reply' : `${replies.length} replies`}
          </button>
        )}
      </div>
    </article>
  );
}
