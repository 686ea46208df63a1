import { type Chat, titleOf } from './chat.ts';
import type { Platform } from './control-api.ts';
import type { LiveMessage } from './use-messages.ts';

/** The platform's names of what one click offers, and how they look. */
const pictures: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  eyes: '👀',
  raised_hands: '🙌',
  '+1': '👍',
  thumbsup: '👍',
  tada: '🎉',
  heart: '❤️',
  like: '👍',
  laugh: '😆',
};
export const quickReactions: Readonly<Record<Platform, readonly string[]>> = {
  slack: ['white_check_mark', 'eyes', 'raised_hands'],
  teams: ['like', 'heart', 'laugh'],
};

export const pictureOf = (emoji: string): string => pictures[emoji] ?? `:${emoji}:`;

/** Whether this person has reacted so already; then another click takes it back. */
export function reacted(message: LiveMessage, emoji: string, user: string): boolean {
  return message.reactions.some((one) => one.emoji === emoji && one.users.includes(user));
}

/** Who reacted how; a click adds one's own, another one takes it back. */
export function Reactions({ chat, message }: { readonly chat: Chat; readonly message: LiveMessage }) {
  if (message.reactions.length === 0) return undefined;
  return (
    <div className="reactions">
      {message.reactions.map(({ emoji, users }) => {
        const mine = reacted(message, emoji, chat.user);
        const names = users.map((user) => titleOf(chat.users, user)).join(', ');
        return (
          <button
            key={emoji}
            type="button"
            className="reaction"
            aria-pressed={mine}
            aria-label={`${emoji.replaceAll('_', ' ')}: ${names}`}
            title={names}
            onClick={() => void chat.give('react', { message: message.id, emoji, ...(mine ? { remove: true } : {}) })}
          >
            {pictureOf(emoji)} {users.length}
          </button>
        );
      })}
    </div>
  );
}
