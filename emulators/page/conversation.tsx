import { useEffect, useState } from 'react';
import { Avatar } from './avatar.tsx';
import type { Chat, Outcome } from './chat.ts';
import { Composer } from './composer.tsx';
import { Icon } from './icons.tsx';
import { MessageList } from './message-list.tsx';
import { MessageView } from './message-view.tsx';
import type { Place } from './places.ts';
import { Post } from './post.tsx';
import { HomeView } from './slack/home-view.tsx';
import { callOf } from './suggestions.ts';
import { ThreadLink } from './thread-link.tsx';
import { isForeign } from './unread.ts';
import type { LiveMessage } from './use-messages.ts';
import type { Reading } from './use-reading.ts';

interface Props {
  readonly chat: Chat;
  readonly place: Place;
  /** Of this place, replies included. */
  readonly messages: readonly LiveMessage[];
  /** The bot's home page for this person, if it has published one. */
  readonly home: LiveMessage | undefined;
  readonly reading: Reading;
  /** The demo's time, milliseconds since 1970. */
  readonly now: number;
  readonly trouble: string | undefined;
  readonly typing: boolean;
  readonly onThread: (root: string) => void;
  readonly onSay: (text: string, thread?: string) => Promise<Outcome>;
  /** Of a narrow screen: where the conversations are. */
  readonly drawer: 'open' | 'shut';
  readonly onDrawer: () => void;
}

/** One conversation: what it is called, what was said, and the line to say something. */
export function Conversation(props: Props) {
  const { chat, place, trouble } = props;
  const [tab, setTab] = useState<'messages' | 'home'>('messages');
  const hasHome = chat.platform === 'slack' && place.kind === 'direct';
  return (
    <main className={`conversation ${place.kind}`}>
      <header className="conversation-head">
        <button
          type="button"
          className="icon-button drawer-button"
          aria-label="Conversations"
          aria-expanded={props.drawer === 'open'}
          onClick={props.onDrawer}
        >
          <Icon name="menu" />
        </button>
        {place.kind === 'direct' ? <Avatar name="tocsin" title="Tocsin" /> : undefined}
        <h1>{place.title}</h1>
        {place.kind === 'direct' ? <span className="badge">App</span> : undefined}
        {place.topic === undefined ? undefined : <p className="quiet topic">{place.topic}</p>}
      </header>
      {hasHome ? <Tabs tab={tab} onTab={setTab} /> : undefined}
      {trouble === undefined ? undefined : (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
      {tab === 'home' ? <Home {...props} /> : <Messages {...props} />}
    </main>
  );
}

function Tabs({ tab, onTab }: { readonly tab: 'messages' | 'home'; readonly onTab: (tab: 'messages' | 'home') => void }) {
  const names = { home: 'Home', messages: 'Messages' } as const;
  return (
    <div
      className="tabs"
      role="tablist"
      aria-label="Tocsin"
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        onTab(tab === 'home' ? 'messages' : 'home');
        event.currentTarget.querySelector<HTMLElement>('[aria-selected="false"]')?.focus();
      }}
    >
      {(['home', 'messages'] as const).map((one) => (
        <button key={one} type="button" role="tab" aria-selected={tab === one} tabIndex={tab === one ? 0 : -1} onClick={() => onTab(one)}>
          {names[one]}
        </button>
      ))}
    </div>
  );
}

function Home({ chat, home }: Props) {
  const { give } = chat;
  useEffect(() => void give('home', {}), [give]);
  return (
    <div className="home" role="tabpanel" aria-label="Home" tabIndex={0}>
      {home === undefined ? <p className="nothing">Tocsin has not drawn this page yet.</p> : <HomeView chat={chat} home={home} />}
    </div>
  );
}

function Messages(props: Props) {
  const { chat, place, messages, reading } = props;
  const [said, setSaid] = useState(0);
  const say = (text: string, thread?: string): Promise<Outcome> => {
    setSaid((before) => before + 1);
    return props.onSay(text, thread);
  };
  const threads = place.kind === 'channel' || chat.platform === 'slack';
  const roots = threads ? messages.filter((one) => one.thread === null) : messages;
  const repliesOf = (root: LiveMessage): readonly LiveMessage[] => messages.filter((one) => one.thread === root.id);
  const posts = chat.platform === 'teams' && threads;
  const call = callOf(chat.platform, place.kind);
  return (
    <>
      <MessageList
        label={place.log}
        user={chat.user}
        messages={roots}
        count={posts ? messages.length : roots.length}
        fresh={reading.fresh}
        said={said}
        now={props.now}
        draw={(message, follows, dismiss) => {
          if (posts) return <Post chat={chat} root={message} replies={repliesOf(message)} onSay={(text) => say(text, message.id)} />;
          const open = threads && message.ephemeralTo === null ? () => props.onThread(message.id) : undefined;
          const replies = open === undefined ? [] : repliesOf(message);
          const unread = replies.filter((one) => one.arrived > reading.readUpTo(message.id) && isForeign(one, chat.user)).length;
          return (
            <MessageView
              chat={chat}
              message={message}
              follows={follows}
              onThread={open}
              onDismiss={message.ephemeralTo === null ? undefined : dismiss}
            >
              {open === undefined ? undefined : <ThreadLink chat={chat} replies={replies} unread={unread} onOpen={open} />}
            </MessageView>
          );
        }}
      />
      <p className="typing" role="status">
        {props.typing ? 'Tocsin is typing…' : ''}
      </p>
      <Composer label={place.line} hint={hintFor(place, call)} action="Send" call={call} onSay={(text) => say(text)} />
    </>
  );
}

function hintFor(place: Place, call: string): string {
  return place.kind === 'direct' ? place.line : `${place.line}, or ${call}help`;
}
