import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Chat } from './chat.ts';
import type { Platform } from './control-api.ts';
import { Conversation } from './conversation.tsx';
import { DemoDock } from './demo-dock.tsx';
import { Modals } from './modals.tsx';
import { placeAt, placesOf } from './places.ts';
import { Rail } from './rail.tsx';
import { Sidebar } from './sidebar.tsx';
import { ThreadPanel } from './thread-panel.tsx';
import { unreadOf, unreadPlace } from './unread.ts';
import { useAnnouncements } from './use-announcements.ts';
import { useDemo } from './use-demo.ts';
import { useMessages } from './use-messages.ts';
import { usePlace } from './use-place.ts';
import { useReading } from './use-reading.ts';
import { useRegions } from './use-regions.ts';
import { useTheme } from './use-theme.ts';
import { useTitle } from './use-title.ts';

/** The page: one chat at a time, with its conversations, an open thread, modals, and the demo's own controls. */
export function App() {
  const [where, go] = usePlace();
  const [user, setUser] = useState('ana');
  const [thread, setThread] = useState<string>();
  const [drawer, setDrawer] = useState<'open' | 'shut'>('shut');
  const [theme, turnTheme] = useTheme();
  const live = useMessages();
  const demo = useDemo(live.newest);
  useRegions();
  useEffect(() => {
    if (drawer === 'open') document.querySelector<HTMLElement>('.sidebar [aria-current]')?.focus();
  }, [drawer]);

  const { platform } = where;
  const places = placesOf(demo.state, platform, user);
  const place = placeAt(where, places);
  const mine = live.messages.filter((one) => one.ephemeralTo === null || one.ephemeralTo === user);
  const here = mine.filter((one) => one.platform === platform && one.surface === 'message' && one.channel === place?.id);
  const root = here.find((one) => one.id === thread);
  const reading = useReading(
    live,
    user,
    [place?.id, root?.id].filter((one) => one !== undefined),
  );
  const unread = (of: Platform) => unreadOf(placesOf(demo.state, of, user).map((one) => unreadPlace(one, mine, user, reading)));
  useTitle(place?.title, unread('slack').mentions + unread('teams').mentions);
  const announced = useAnnouncements(mine, place?.id, user);

  const { order, state } = demo;
  const users = state?.users;
  const give = useCallback((what: string, body: object) => order(what, { platform, user, ...body }), [order, platform, user]);
  const shortcuts = state?.shortcuts;
  const chat: Chat = useMemo(
    () => ({
      platform,
      user,
      users: users ?? [],
      shortcuts: (shortcuts ?? []).filter((one) => one.platform === platform).map((one) => one.name),
      give,
    }),
    [platform, user, users, shortcuts, give],
  );
  const say = (text: string, inThread?: string) =>
    give('say', { channel: place?.id, text, ...(inThread === undefined ? {} : { thread: inThread }) });
  const open = (next: typeof where): void => {
    setThread(undefined);
    setDrawer('shut');
    go(next);
  };
  const now = state === undefined ? Date.now() : Date.parse(state.clock);

  return (
    <div className={`page side-${platform} drawer-${drawer}`}>
      <a className="skip" href={`#${platform}/${where.channel}`} onClick={focusLine}>
        Skip to the message line
      </a>
      <div
        className="chats"
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDrawer('shut');
        }}
      >
        <Rail
          platform={platform}
          unread={{ slack: unread('slack'), teams: unread('teams') }}
          onPlatform={(next) => open({ ...where, platform: next })}
          theme={theme}
          onTheme={turnTheme}
          user={user}
          users={chat.users}
          onUser={(name) => {
            setThread(undefined);
            setUser(name);
          }}
        />
        <Sidebar
          platform={platform}
          places={places}
          open={place}
          unread={(one) => unreadPlace(one, mine, user, reading)}
          onGo={({ name }) => open({ ...where, channel: name })}
        >
          <DemoDock demo={demo} />
        </Sidebar>
      </div>
      <button type="button" className="veil" aria-label="Close the list of conversations" onClick={() => setDrawer('shut')} />
      {place === undefined ? (
        <main className="conversation" aria-busy="true" />
      ) : (
        <Conversation
          key={`${platform} ${place.id}`}
          chat={chat}
          place={place}
          messages={here}
          home={mine.find((one) => one.surface === 'home' && one.platform === platform)}
          reading={reading}
          now={now}
          typing={state?.typing.some((one) => one.platform === platform && one.channel === place.id) ?? false}
          trouble={live.trouble ?? demo.refusal}
          onThread={setThread}
          onSay={say}
          drawer={drawer}
          onDrawer={() => setDrawer('open')}
        />
      )}
      {root === undefined || place === undefined ? undefined : (
        <ThreadPanel
          key={root.id}
          chat={chat}
          place={place.title}
          root={root}
          replies={here.filter((one) => one.thread === root.id)}
          now={now}
          onClose={() => setThread(undefined)}
          onSay={(text) => say(text, root.id)}
        />
      )}
      <Modals chat={chat} modals={mine.filter((one) => one.surface === 'modal' && one.platform === platform)} />
      <p className="unseen" role="status" aria-label="News">
        {announced}
      </p>
    </div>
  );
}

function focusLine(event: React.MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('.conversation .composer textarea')?.focus();
}
