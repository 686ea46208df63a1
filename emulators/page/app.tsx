import { useState } from 'react';
import { Composer } from './composer.tsx';
import { DemoPanel } from './demo-panel.tsx';
import { MessageList } from './message-list.tsx';
import { Sidebar } from './sidebar.tsx';
import { ThreadPanel } from './thread-panel.tsx';
import { useDemo } from './use-demo.ts';
import { useMessages } from './use-messages.ts';
import { usePlace } from './use-place.ts';

/** The page: one chat at a time, with its channels, its messages, an open thread, and the demo's own controls. */
export function App() {
  const [where, go] = usePlace();
  const [user, setUser] = useState('ana');
  const [thread, setThread] = useState<string>();
  const { messages, newest, trouble } = useMessages(where.platform);
  const demo = useDemo(newest);

  const channels = demo.state?.channels.filter((one) => one.platform === where.platform) ?? [];
  const channel = channels.find((one) => one.name === where.channel) ?? channels[0];
  const here = messages.filter((one) => one.channel === channel?.id && (one.ephemeralTo === undefined || one.ephemeralTo === user));
  const root = here.find((one) => one.id === thread);
  const say = (text: string, inThread?: string) =>
    demo.order('say', {
      platform: where.platform,
      channel: channel?.id,
      user,
      text,
      ...(inThread === undefined ? {} : { thread: inThread }),
    });
  const click = (message: string, button: string, option?: string) =>
    void demo.order('click', { platform: where.platform, message, user, button, ...(option === undefined ? {} : { option }) });
  const shared = { platform: where.platform, users: demo.state?.users ?? [], onAct: click };

  return (
    <div className={`page side-${where.platform}`}>
      <Sidebar
        where={where}
        channels={channels}
        onGo={(next) => {
          setThread(undefined);
          go(next);
        }}
      >
        <DemoPanel demo={demo} user={user} onUser={setUser} />
      </Sidebar>
      <main className="conversation">
        <header className="conversation-head">
          <h1># {channel?.name ?? where.channel}</h1>
          <p>{where.platform === 'slack' ? 'Slack, emulated' : 'Microsoft Teams, emulated'}</p>
        </header>
        {trouble === undefined ? undefined : (
          <p className="trouble" role="alert">
            {trouble}
          </p>
        )}
        <MessageList
          label={`Messages in #${channel?.name ?? ''}`}
          messages={here.filter((one) => one.thread === undefined)}
          replies={here}
          onThread={setThread}
          {...shared}
        />
        {demo.refusal === undefined ? undefined : (
          <p className="trouble" role="alert">
            {demo.refusal}
          </p>
        )}
        <Composer
          label={`Message #${channel?.name ?? ''}`}
          hint={where.platform === 'slack' ? '/tocsin chart cpu of bps-website' : '@Tocsin chart cpu of bps-website over 6h'}
          action="Send"
          onSay={(text) => say(text)}
        />
      </main>
      {root === undefined ? undefined : (
        <ThreadPanel
          root={root}
          replies={here.filter((one) => one.thread === root.id)}
          onClose={() => setThread(undefined)}
          onSay={(text) => say(text, root.id)}
          {...shared}
        />
      )}
    </div>
  );
}
