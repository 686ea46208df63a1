import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { Avatar } from './avatar.tsx';
import type { Platform } from './control-api.ts';
import { moveAmong } from './menu.tsx';
import type { Place } from './places.ts';
import type { Unread } from './unread.ts';

const words = {
  slack: { workspace: 'Tocsin demo', maker: 'Slack, emulated', channels: 'Channels', directs: 'Direct messages' },
  teams: { workspace: 'Platform', maker: 'Microsoft Teams, emulated', channels: 'Channels', directs: 'Chat' },
} as const;

/** The conversations of one chat, with what is unread in them; below, the demo's own controls. */
export function Sidebar(props: {
  readonly platform: Platform;
  readonly places: readonly Place[];
  readonly open: Place | undefined;
  readonly unread: (place: Place) => Unread;
  readonly onGo: (place: Place) => void;
  readonly children: ReactNode;
}) {
  const { platform, places, open } = props;
  const list = useRef<HTMLElement>(null);
  const said = words[platform];
  const entry = (place: Place): ReactNode => (
    <Entry key={place.id} place={place} open={place.id === open?.id} unread={props.unread(place)} onGo={() => props.onGo(place)} />
  );
  return (
    <div className="sidebar">
      <header className="workspace">
        <strong>{said.workspace}</strong>
        <span>{said.maker}</span>
      </header>
      <nav ref={list} aria-label="Channels" onKeyDown={(event: KeyboardEvent) => moveAmong(list.current, 'button', event)}>
        <h2>{said.channels}</h2>
        <ul>{places.filter((one) => one.kind === 'channel').map(entry)}</ul>
        <h2>{said.directs}</h2>
        <ul>{places.filter((one) => one.kind !== 'channel').map(entry)}</ul>
      </nav>
      {props.children}
    </div>
  );
}

/** Tab stops at the open conversation alone; the arrows lead to the others. */
function Entry(props: { readonly place: Place; readonly open: boolean; readonly unread: Unread; readonly onGo: () => void }) {
  const { place, open } = props;
  const { count, mentions } = props.unread;
  const marks = count === 0 || open ? '' : mentions > 0 ? `${count} unread, ${mentions} for you` : `${count} unread`;
  return (
    <li>
      <button
        type="button"
        className={marks === '' ? 'entry' : 'entry unread'}
        aria-current={open ? 'page' : undefined}
        aria-label={place.title}
        aria-description={marks === '' ? undefined : marks}
        tabIndex={open ? 0 : -1}
        onClick={props.onGo}
      >
        {place.kind === 'direct' ? <Avatar name="tocsin" title="Tocsin" /> : <span className="entry-mark" aria-hidden="true" />}
        <span className="entry-name">{place.title.replace(/^# /u, '')}</span>
        {place.kind === 'direct' ? <span className="badge">App</span> : undefined}
        {marks === '' ? undefined : <span className={mentions > 0 ? 'count' : 'dot'}>{mentions > 0 ? mentions : ''}</span>}
      </button>
    </li>
  );
}
