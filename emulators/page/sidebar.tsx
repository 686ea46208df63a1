import type { ReactNode } from 'react';
import type { Platform } from './control-api.ts';
import type { Place } from './places.ts';
import type { Where } from './use-place.ts';

const chats: readonly { readonly platform: Platform; readonly title: string }[] = [
  { platform: 'slack', title: 'Slack' },
  { platform: 'teams', title: 'Teams' },
];

/** Which chat, which channel; below, the demo's own controls. */
export function Sidebar(props: {
  readonly where: Where;
  readonly places: readonly Place[];
  readonly onGo: (where: Where) => void;
  readonly children: ReactNode;
}) {
  const { where, places, onGo } = props;
  return (
    <aside className="sidebar" aria-label="Chats and demo">
      <p className="product">Tocsin demo</p>
      <fieldset className="switch">
        <legend className="unseen">Chat</legend>
        {chats.map(({ platform, title }) => (
          <button key={platform} type="button" aria-pressed={platform === where.platform} onClick={() => onGo({ ...where, platform })}>
            {title}
          </button>
        ))}
      </fieldset>
      <nav aria-label="Channels">
        <h2>Channels</h2>
        <ul>
          {places.map(({ id, name, title }) => (
            <li key={id}>
              <button
                type="button"
                aria-current={name === where.channel ? 'page' : undefined}
                onClick={() => onGo({ ...where, channel: name })}
              >
                {title}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {props.children}
    </aside>
  );
}
