import { useState } from 'react';
import { Composer } from './composer.tsx';
import { DemoPanel } from './demo-panel.tsx';
import { MessageList } from './message-list.tsx';
import { placeAt, placesOf } from './places.ts';
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
  const [said, setSaid] = useState(0);
  const { messages, newest, trouble } = useMessages(where.platform);
  const demo = useDemo(newest);

  const places = placesOf(demo.state, where.platform, user);
  const place = placeAt(where, places);
  const here = messages.filter((one) => one.channel === place?.id && (one.ephemeralTo === null || one.ephemeralTo === user));
  const root = here.find((one) => one.id === thread);
  const say = (text: string, inThread?: string) =>
    demo.order('say', {
      platform: where.platform,
      channel: place?.id,
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
        places={places}
        onGo={(next) => {
          setThread(undefined);
          go(next);
        }}
      >
        <DemoPanel demo={demo} user={user} onUser={setUser} />
      </Sidebar>
      <main className="conversation">
        <header className="conversation-head">
          <h1>{place?.title ?? where.channel}</h1>
          <p>{where.platform === 'slack' ? 'Slack, emulated' : 'Microsoft Teams, emulated'}</p>
        </header>
        {trouble === undefined ? undefined : (
          <p className="trouble" role="alert">
            {trouble}
          </p>
        )}
        <MessageList
          key={place?.id}
          label={place?.log ?? 'Messages'}
          messages={here.filter((one) => one.thread === null)}
          replies={here}
          // A personal chat of Teams has no threads.
          onThread={where.platform === 'teams' && place?.name === 'direct' ? undefined : setThread}
          said={said}
          {...shared}
        />
        {demo.refusal === undefined ? undefined : (
          <p className="trouble" role="alert">
            {demo.refusal}
          </p>
        )}
        <Composer
          label={place?.line ?? 'Message'}
          hint={where.platform === 'slack' ? '/tocsin chart cpu of bps-website' : '@Tocsin chart cpu of bps-website over 6h'}
          action="Send"
          onSay={(text) => {
            setSaid((before) => before + 1);
            return say(text);
          }}
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
