import { useState } from 'react';
import { Avatar } from './avatar.tsx';
import { bot, type Chat, titleOf } from './chat.ts';
import { EditLine } from './edit-line.tsx';
import { Files } from './files.tsx';
import { Icon } from './icons.tsx';
import { MessageTools } from './message-tools.tsx';
import { asTyped } from './people.ts';
import { Reactions } from './reactions.tsx';
import { SlackMessage } from './slack/slack-message.tsx';
import { TeamsMessage } from './teams/teams-message.tsx';
import type { LiveMessage } from './use-messages.ts';
import { timeOfDay, zoneName } from './zone.ts';

/** One message: who, when, what, and what can be done with it. */
export function MessageView(props: {
  readonly chat: Chat;
  readonly message: LiveMessage;
  /** It continues what its author said just before. */
  readonly follows?: boolean | undefined;
  /** Opens its thread; undefined: it has none of its own. */
  readonly onThread?: (() => void) | undefined;
  /** Hides it, for a note that only this person sees. */
  readonly onDismiss?: (() => void) | undefined;
  /** What is shown below it: the replies' count. */
  readonly children?: React.ReactNode;
}) {
  const { chat, message, follows = false } = props;
  const [editing, setEditing] = useState(false);
  const author = titleOf(chat.users, message.user);
  const at = timeOfDay(message.at);
  const mine = message.user === chat.user;
  const look = ['message', follows ? 'follows' : '', mine ? 'mine' : '', message.ephemeralTo === null ? '' : 'ephemeral'];
  return (
    <article
      className={look.join(' ')}
      tabIndex={-1}
      aria-label={`${message.thread === null ? '' : 'Reply by '}${author}, ${at} ${zoneName}`}
    >
      {follows ? (
        <time className="side-time" dateTime={message.at} title={`${at} ${zoneName}`}>
          {at}
        </time>
      ) : (
        <Avatar name={message.user} title={author} />
      )}
      <div className="message-body">
        <Notes message={message} onDismiss={props.onDismiss} />
        {follows ? undefined : <Byline message={message} author={author} at={at} />}
        {editing ? (
          <EditLine
            text={asTyped(message.text)}
            onDone={(text) => {
              setEditing(false);
              if (text !== undefined) void chat.give('edit', { message: message.id, text });
            }}
          />
        ) : (
          <Words chat={chat} message={message} />
        )}
        {follows && message.edited ? <span className="edited">(edited)</span> : undefined}
        <Files files={message.files} />
        <Reactions chat={chat} message={message} />
        {props.children}
      </div>
      {message.ephemeralTo === null ? (
        <MessageTools chat={chat} message={message} onThread={props.onThread} onEdit={() => setEditing(true)} />
      ) : undefined}
    </article>
  );
}

function Byline({ message, author, at }: { readonly message: LiveMessage; readonly author: string; readonly at: string }) {
  return (
    <p className="byline">
      <strong>{author}</strong>
      {message.user === bot ? <span className="badge">App</span> : undefined}
      <time dateTime={message.at} title={`${at} ${zoneName}`}>
        {at}
      </time>
      {message.edited ? <span className="edited">(edited)</span> : undefined}
    </p>
  );
}

/** What stands above a message: who can see it, and that it is pinned. */
function Notes({ message, onDismiss }: { readonly message: LiveMessage; readonly onDismiss: (() => void) | undefined }) {
  return (
    <>
      {message.pinned ? (
        <p className="above">
          <Icon name="pin" /> Pinned
        </p>
      ) : undefined}
      {message.ephemeralTo === null ? undefined : (
        <p className="above">
          <Icon name="eye" /> <span>Only visible to you</span>
          {onDismiss === undefined ? undefined : (
            <button type="button" className="link" onClick={onDismiss}>
              Dismiss
            </button>
          )}
        </p>
      )}
    </>
  );
}

function Words({ chat, message }: { readonly chat: Chat; readonly message: LiveMessage }) {
  return chat.platform === 'slack' ? <SlackMessage chat={chat} message={message} /> : <TeamsMessage chat={chat} message={message} />;
}
