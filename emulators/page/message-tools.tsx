import type { Chat } from './chat.ts';
import { Icon } from './icons.tsx';
import { Menu, type MenuItem } from './menu.tsx';
import { pictureOf, quickReactions, reacted } from './reactions.tsx';
import type { LiveMessage } from './use-messages.ts';

/** What can be done with a message; shown while the pointer or the focus is on it. */
export function MessageTools(props: {
  readonly chat: Chat;
  readonly message: LiveMessage;
  readonly onThread: (() => void) | undefined;
  readonly onEdit: () => void;
}) {
  const { chat, message, onThread } = props;
  return (
    <div className="tools" role="toolbar" aria-label="What to do with this message">
      {quickReactions[chat.platform].map((emoji) => (
        <button
          key={emoji}
          type="button"
          className="tool quick"
          aria-label={`React with ${emoji.replaceAll('_', ' ')}`}
          title={`React with ${emoji.replaceAll('_', ' ')}`}
          onClick={() =>
            void chat.give('react', { message: message.id, emoji, ...(reacted(message, emoji, chat.user) ? { remove: true } : {}) })
          }
        >
          {pictureOf(emoji)}
        </button>
      ))}
      {onThread === undefined ? undefined : (
        <button type="button" className="tool" aria-label="Reply in thread" title="Reply in thread" onClick={onThread}>
          <Icon name="reply" />
        </button>
      )}
      <Menu label="More actions" className="tool more" items={itemsFor(props)}>
        <Icon name="more" />
      </Menu>
    </div>
  );
}

function itemsFor({ chat, message, onThread, onEdit }: Parameters<typeof MessageTools>[0]): readonly MenuItem[] {
  const give = (what: string, more: object = {}): void => void chat.give(what, { message: message.id, ...more });
  const own: readonly MenuItem[] =
    message.user === chat.user
      ? [
          { label: 'Edit message', onPick: onEdit },
          { label: 'Delete message', danger: true, onPick: () => give('delete') },
        ]
      : [];
  const pin: readonly MenuItem[] =
    chat.platform === 'slack'
      ? [
          message.pinned
            ? { label: 'Unpin from this channel', onPick: () => give('pin', { remove: true }) }
            : { label: 'Pin to this channel', onPick: () => give('pin') },
        ]
      : [];
  return [
    ...(onThread === undefined ? [] : [{ label: 'Reply in thread', onPick: onThread }]),
    ...chat.shortcuts.map((name) => ({ label: name, note: 'Tocsin', onPick: () => give('shortcut', { name }) })),
    { label: 'Copy text', onPick: () => void navigator.clipboard.writeText(message.text) },
    ...pin,
    ...own,
  ];
}
