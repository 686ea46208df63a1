import { bot } from './chat.ts';

/** A person's initials, or the bot's bell. */
export function Avatar({ name, title }: { readonly name: string; readonly title: string }) {
  return (
    <span className={`avatar avatar-${name}`} aria-hidden="true">
      {name === bot ? (
        <svg viewBox="0 0 24 24">
          <path d="M12 4a5 5 0 0 0-5 5v3.6L5.2 15.5h13.6L17 12.6V9a5 5 0 0 0-5-5zM10 17.2a2 2 0 0 0 4 0M12 2.6V4" />
        </svg>
      ) : (
        title
          .split(' ')
          .map((word) => word[0])
          .join('')
      )}
    </span>
  );
}
