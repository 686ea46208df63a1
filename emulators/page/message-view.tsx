import type { DemoState, Message, Platform } from './control-api.ts';
import { SlackMessage } from './slack/slack-message.tsx';
import { TeamsMessage } from './teams/teams-message.tsx';
import { timeOfDay, zoneName } from './zone.ts';

/** The author of what the bot says. */
const bot = 'tocsin';

/** What every message is drawn with. */
export interface Shared {
  readonly platform: Platform;
  readonly users: DemoState['users'];
  readonly onAct: (message: string, button: string, option?: string) => void;
}

/** One message: who, when, what; `thread` is the words of the link that opens its thread. */
export function MessageView(
  props: Shared & { readonly message: Message; readonly thread?: string | undefined; readonly onThread?: (() => void) | undefined },
) {
  const { message, thread, onThread } = props;
  const person = props.users.find((one) => one.name === message.user);
  const author = message.user === bot ? 'Tocsin' : (person?.title ?? message.user);
  const at = timeOfDay(message.at);
  const act = (button: string, option?: string): void => props.onAct(message.id, button, option);
  return (
    <article className="message" aria-label={`${message.thread === null ? '' : 'Reply by '}${author}, ${at} ${zoneName}`}>
      <span className={`avatar avatar-${message.user}`} aria-hidden="true">
        {author[0]}
      </span>
      <div className="message-body">
        <p className="byline">
          <strong>{author}</strong>
          {message.user === bot ? <span className="badge">App</span> : undefined}
          <time dateTime={message.at} title={`${at} ${zoneName}`}>
            {at}
          </time>
          {message.edited ? <span className="quiet">(edited)</span> : undefined}
          {message.ephemeralTo === null ? undefined : <span className="only-you">Only visible to you</span>}
        </p>
        {props.platform === 'slack' ? <SlackMessage message={message} onAct={act} /> : <TeamsMessage message={message} onAct={act} />}
        {onThread === undefined ? undefined : (
          <button type="button" className="thread-link" onClick={onThread}>
            {thread}
          </button>
        )}
      </div>
    </article>
  );
}
