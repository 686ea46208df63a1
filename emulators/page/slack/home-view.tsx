import { createElement, Fragment } from 'react';
import type { Chat } from '../chat.ts';
import type { LiveMessage } from '../use-messages.ts';
import { DrawnBlock } from './block-view.tsx';
import { readBlocks } from './schema.ts';

/** The bot's home page for one person. */
export function HomeView({ chat, home }: { readonly chat: Chat; readonly home: LiveMessage }) {
  return (
    <div className="home-view">
      {(readBlocks(home.payload) ?? []).map((drawn, index) =>
        createElement(
          Fragment,
          { key: index },
          <DrawnBlock
            drawn={drawn}
            picture={(image) => image.image_url}
            onAct={(button, option) => chat.give('click', { message: home.id, button, ...(option === undefined ? {} : { option }) })}
          />,
        ),
      )}
    </div>
  );
}
