import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { groupMessages } from './grouping.ts';
import { moveAmong } from './menu.tsx';
import type { LiveMessage } from './use-messages.ts';
import { useNewest } from './use-newest.ts';
import type { Fresh } from './use-reading.ts';
import { nameOfDay } from './zone.ts';

/** Messages in order, by day and author; it stays at the newest one as long as the reader has not scrolled up. */
export function MessageList(props: {
  readonly label: string;
  readonly user: string;
  readonly messages: readonly LiveMessage[];
  /** Rises with each thing that is added to what is shown. */
  readonly count: number;
  /** The line “New” goes above it. */
  readonly fresh?: Fresh | undefined;
  /** Rises with each thing the reader says here. */
  readonly said: number;
  /** The demo's time, milliseconds since 1970: what is today. */
  readonly now: number;
  readonly draw: (message: LiveMessage, follows: boolean, dismiss: () => void) => ReactNode;
}) {
  const { box, content, unseen, goThere } = useNewest(props.count, props.said);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const shown = props.messages.filter((one) => !dismissed.has(one.id));
  const items = groupMessages(shown, props.user, props.fresh);
  return (
    <div className="messages" role="log" aria-label={props.label} tabIndex={0} ref={box} onKeyDown={walk}>
      <div className="messages-content" ref={content}>
        {items.length === 0 ? <p className="nothing">Nothing has been said here yet.</p> : undefined}
        {items.map((item) => {
          switch (item.kind) {
            case 'day':
              return <Divider key={item.day} look="day" words={nameOfDay(item.at, props.now)} />;
            case 'new':
              return <Divider key="new" look="new" words="New" />;
            case 'message': {
              const { message, follows } = item;
              return (
                <div key={message.id} className="row">
                  {props.draw(message, follows, () => setDismissed((before) => new Set([...before, message.id])))}
                </div>
              );
            }
          }
        })}
      </div>
      {unseen === 'none' ? undefined : (
        <button type="button" className="new-messages" onClick={goThere}>
          New messages ↓
        </button>
      )}
    </div>
  );
}

function Divider({ look, words }: { readonly look: 'day' | 'new'; readonly words: string }) {
  return (
    <div className={`divider divider-${look}`} role="separator" aria-label={words}>
      <span aria-hidden="true">{words}</span>
    </div>
  );
}

/** The arrows lead from message to message, unless they are needed where the focus is; what is typed goes to the line. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const at = event.target;
  if (!(at instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
  if (at.closest('input, select, textarea, dialog, [role="menu"], [role="listbox"], .wide') !== null) return;
  const log = event.currentTarget;
  if (event.key === 'ArrowUp' && at === log) {
    event.preventDefault();
    [...log.querySelectorAll<HTMLElement>('article')].at(-1)?.focus();
  } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') moveAmong(log, 'article', event);
  else if (event.key === 'Escape' || (event.key.length === 1 && event.key !== ' ' && at.closest('button, a') === null)) {
    log.parentElement?.querySelector<HTMLElement>('.composer textarea')?.focus();
  }
}
