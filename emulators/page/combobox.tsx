import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Choices } from './control-api.ts';

/** A pause in typing after which is searched, ms. */
const typingMs = 200;

/** A field that searches while one types. Only what was found can be chosen; what is typed alone counts as nothing. */
export function Combobox(props: {
  readonly id: string;
  readonly value: string;
  readonly described: string | undefined;
  readonly invalid: boolean;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
  readonly search: (typed: string, signal: AbortSignal) => Promise<Choices>;
}) {
  const { value, search, onChange } = props;
  const [typed, setTyped] = useState<string>();
  const [found, setFound] = useState<Choices | 'searching' | 'failed'>('searching');
  const [at, setAt] = useState(0);
  const list = useId();
  const ask = useRef(search);
  useEffect(() => {
    ask.current = search;
  }, [search]);
  const open = typed !== undefined;

  useEffect(() => {
    if (typed === undefined) return undefined;
    const stop = new AbortController();
    setFound('searching');
    const look = async (): Promise<void> => {
      try {
        setFound(await ask.current(typed, stop.signal));
        setAt(0);
      } catch {
        if (!stop.signal.aborted) setFound('failed');
      }
    };
    const pause = setTimeout(() => void look(), typed === '' ? 0 : typingMs);
    return () => {
      clearTimeout(pause);
      stop.abort();
    };
  }, [typed]);

  const choices = Array.isArray(found) ? found : [];
  const take = (label: string | undefined): void => {
    if (label !== undefined) onChange(label);
    setTyped(undefined);
  };
  const onKey = (event: KeyboardEvent): void => {
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (arrow !== undefined) {
      event.preventDefault();
      if (!open) setTyped('');
      else if (choices.length > 0) setAt((at + arrow + choices.length) % choices.length);
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      take(choices[at]?.label);
    } else if (event.key === 'Escape' && open) {
      // It closes the list, not the modal around it.
      event.preventDefault();
      event.stopPropagation();
      setTyped(undefined);
    } else if (event.key === 'Backspace' && !open && value !== '') onChange('');
  };
  return (
    <div className="combobox">
      <input
        id={props.id}
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && choices.length > 0 ? `${list}-${at}` : undefined}
        aria-describedby={props.described}
        aria-invalid={props.invalid}
        autoComplete="off"
        placeholder={props.placeholder}
        value={typed ?? value}
        onFocus={(event) => event.target.select()}
        onClick={() => setTyped(typed ?? '')}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(undefined)}
        onKeyDown={onKey}
      />
      {open ? (
        <ul id={list} role="listbox" aria-label="What was found">
          {typeof found === 'string' || choices.length === 0 ? (
            <li className="quiet" role="presentation">
              {found === 'searching' ? 'Searching…' : found === 'failed' ? 'The search got no answer.' : 'Nothing found.'}
            </li>
          ) : (
            choices.map(({ label, group }, index) => (
              <li
                key={`${group ?? ''} ${label}`}
                id={`${list}-${index}`}
                role="option"
                aria-selected={index === at}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(label)}
              >
                {label}
                {group === undefined ? undefined : <span className="quiet">{group}</span>}
              </li>
            ))
          )}
        </ul>
      ) : undefined}
    </div>
  );
}
