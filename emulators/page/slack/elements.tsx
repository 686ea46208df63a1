import { createElement, useState } from 'react';
import type { Outcome } from '../chat.ts';
import type { Element } from './schema.ts';

/** What happens when something is pressed or chosen; settles when the bot has taken it. */
export type Act = (button: string, option?: string) => Promise<Outcome>;

/** The things of a message that can be pressed or chosen. */
export function Elements({ elements, onAct }: { readonly elements: readonly Element[]; readonly onAct: Act }) {
  return (
    <div className="slack-actions">{elements.map((element, index) => createElement(ElementView, { key: index, element, onAct }))}</div>
  );
}

export function ElementView({ element, onAct }: { readonly element: Element; readonly onAct: Act }) {
  switch (element.type) {
    case 'button':
      return <Button element={element} onAct={onAct} />;
    case 'static_select':
      return (
        <Choice label={element.placeholder?.text ?? 'Choose'} options={element.options} chosen={element.initial_option} onAct={onAct} />
      );
    case 'overflow':
      return <Choice label="More" options={element.options} chosen={undefined} onAct={onAct} />;
  }
}

function Button({ element, onAct }: { readonly element: Extract<Element, { type: 'button' }>; readonly onAct: Act }) {
  const [busy, setBusy] = useState(false);
  const look = `button ${element.style ?? 'plain'}`;
  if (element.url !== undefined) {
    return (
      <a className={look} href={element.url} target="_blank" rel="noreferrer">
        {element.text.text}
      </a>
    );
  }
  const press = async (): Promise<void> => {
    setBusy(true);
    await onAct(element.text.text);
    setBusy(false);
  };
  return (
    <button type="button" className={look} aria-label={element.accessibility_label} aria-busy={busy} onClick={() => void press()}>
      {element.text.text}
    </button>
  );
}

type Option = Extract<Element, { type: 'overflow' }>['options'][number];

function Choice(props: {
  readonly label: string;
  readonly options: readonly Option[];
  readonly chosen: Option | undefined;
  readonly onAct: Act;
}) {
  return (
    <select
      className="button plain"
      aria-label={props.label}
      value={props.chosen?.text.text ?? ''}
      onChange={(event) => void props.onAct(props.label, event.target.value)}
    >
      {props.chosen === undefined ? <option value="">{props.label}</option> : undefined}
      {props.options.map((option) => (
        <option key={option.text.text}>{option.text.text}</option>
      ))}
    </select>
  );
}
