import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Outcome } from './chat.ts';
import { Icon } from './icons.tsx';
import { suggest } from './suggestions.ts';
import { useLine } from './use-line.ts';

/** The line to say something: Enter sends, Shift and Enter begin a new line, the up arrow brings back what was said before. */
export function Composer(props: {
  readonly label: string;
  readonly hint: string;
  readonly action: string;
  /** How the bot is spoken to here: "/tocsin ". */
  readonly call: string;
  readonly focus?: true;
  readonly onSay: (text: string) => Promise<Outcome>;
}) {
  const line = useLine(props.onSay);
  const [chosen, setChosen] = useState<number>();
  const [shut, setShut] = useState<string>();
  const list = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const suggestions = shut === line.text ? [] : suggest(line.text, props.call);
  const take = (text: string): void => {
    line.write(text);
    setShut(text);
    setChosen(undefined);
    area.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const picked = chosen === undefined ? undefined : suggestions[chosen];
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (suggestions.length > 0 && arrow !== undefined) {
      event.preventDefault();
      setChosen(((chosen ?? (arrow > 0 ? -1 : 0)) + arrow + suggestions.length) % suggestions.length);
    } else if (event.key === 'Escape' && suggestions.length > 0) {
      event.stopPropagation();
      setShut(line.text);
      setChosen(undefined);
    } else if ((event.key === 'Enter' && picked !== undefined) || (event.key === 'Tab' && picked !== undefined)) {
      event.preventDefault();
      take(picked.text);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      line.send();
    } else if (arrow !== undefined && line.recall(arrow > 0 ? 'later' : 'earlier') === 'recalled') event.preventDefault();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        line.send();
        area.current?.focus();
      }}
    >
      {suggestions.length === 0 ? undefined : (
        <ul className="suggestions" id={list} role="listbox" aria-label="What Tocsin understands">
          {suggestions.map(({ text, what }, index) => (
            <li
              key={text}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === chosen}
              // The line must not lose the focus before the click arrives.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(text)}
            >
              <strong>{text}</strong>
              <span className="quiet">{what}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="composer-line">
        <textarea
          ref={area}
          rows={1}
          aria-label={props.label}
          aria-autocomplete="list"
          aria-controls={suggestions.length > 0 ? list : undefined}
          aria-activedescendant={chosen === undefined ? undefined : `${list}-${chosen}`}
          placeholder={props.hint}
          autoComplete="off"
          spellCheck={false}
          autoFocus={props.focus}
          value={line.text}
          onChange={(event) => {
            line.write(event.target.value);
            setChosen(undefined);
          }}
          onKeyDown={onKey}
          onBlur={() => setShut(line.text)}
        />
        <button type="submit" className="send" disabled={line.text.trim() === ''}>
          <Icon name="send" />
          <span>{props.action}</span>
        </button>
      </div>
    </form>
  );
}
