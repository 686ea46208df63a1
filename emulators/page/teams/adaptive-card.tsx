import * as AdaptiveCards from 'adaptivecards';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Chat } from '../chat.ts';
import { readChoices } from '../control-api.ts';
import type { FormValues } from '../form-schema.ts';
import { linkPictures } from '../picture-link.ts';
import { hostConfig } from './host-config.ts';

/** Gets the title of the Action.Execute or Action.Submit, what is filled in, and the title of what is chosen in a select. */
export type CardAct = (button: string, filled: { readonly values: FormValues; readonly option: string | undefined }) => void;

// The package registers its tables in a module that a bundler takes for unused.
const elements = new AdaptiveCards.CardObjectRegistry<AdaptiveCards.CardElement>();
AdaptiveCards.GlobalRegistry.populateWithDefaultElements(elements);
elements.register('Table', AdaptiveCards.Table, AdaptiveCards.Versions.v1_5);

/** One Adaptive Card, drawn by Microsoft's own renderer. */
export function AdaptiveCardView(props: {
  readonly chat: Chat;
  /** What a search in one of its fields names. */
  readonly form: string;
  readonly card: object;
  readonly onAct: CardAct;
}) {
  const { chat, form, card, onAct } = props;
  const place = useRef<HTMLDivElement>(null);
  const act = useRef(onAct);
  const searchAs = useRef({ platform: chat.platform, user: chat.user, form });
  const [trouble, setTrouble] = useState<string>();
  // The same card must not be drawn again with every new message: it would take the focus away.
  const written = useMemo(() => JSON.stringify(card), [card]);

  useEffect(() => {
    act.current = onAct;
    searchAs.current = { platform: chat.platform, user: chat.user, form };
  }, [onAct, chat.platform, chat.user, form]);

  useEffect(() => {
    const drawing = new AdaptiveCards.AdaptiveCard();
    const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_6);
    context.setElementRegistry(elements);
    drawing.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
    drawing.onExecuteAction = (action) => {
      if (action instanceof AdaptiveCards.OpenUrlAction) window.open(action.url, '_blank', 'noreferrer');
      // The package itself shows and hides what such a button names.
      else if (!(action instanceof AdaptiveCards.ToggleVisibilityAction)) act.current(action.title ?? '', filledIn(drawing));
    };
    const stop = new AbortController();
    drawing.onInputValueChanged = (input) => {
      if (input instanceof AdaptiveCards.ChoiceSetInput && input.isDynamicTypeahead()) {
        void search(input, (field, typed) => readChoices({ ...searchAs.current, field, typed }, stop.signal));
      }
    };
    try {
      drawing.parse(JSON.parse(written), context);
      const drawn = drawing.render();
      if (drawn !== undefined) linkPictures(drawn);
      place.current?.replaceChildren(...(drawn === undefined ? [] : [drawn]));
      setTrouble(undefined);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
    return () => stop.abort();
  }, [written]);

  return (
    <>
      <div className="adaptive-card" ref={place} />
      {trouble === undefined ? undefined : <p className="trouble">This card cannot be drawn: {trouble}</p>}
    </>
  );
}

type Search = (field: string, typed: string) => Promise<readonly { readonly label: string }[]>;

/** Asks the bot what a field offers for what was typed in it. */
async function search(input: AdaptiveCards.ChoiceSetInput, ask: Search): Promise<void> {
  const typed = input.getFilterForDynamicSearch() ?? '';
  if (input.dynamicChoices?.includes(typed) === true) return;
  input.showLoadingIndicator();
  try {
    const found = await ask(labelOf(input), typed);
    input.renderChoices(
      typed,
      found.map(({ label }) => ({ title: label, value: label })),
    );
  } catch (error) {
    input.showErrorIndicator(typed, error instanceof Error ? error.message : String(error));
  }
}

function filledIn(card: AdaptiveCards.AdaptiveCard): Parameters<CardAct>[1] {
  const values: Record<string, string | readonly string[]> = {};
  let option: string | undefined;
  for (const input of card.getAllInputs()) {
    const chosen = input instanceof AdaptiveCards.ChoiceSetInput ? titlesIn(input) : undefined;
    option ??= chosen?.[0];
    const value: unknown = input.value;
    const said = chosen ?? (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
    if (said.length > 0) values[labelOf(input)] = typeof said === 'string' || said.length > 1 ? said : (said[0] ?? '');
  }
  return { values, option };
}

/** How the control interface names a field: its label or, for a list, what it says before anything is chosen. */
function labelOf(input: AdaptiveCards.Input): string {
  if (input.label !== undefined) return input.label;
  return input instanceof AdaptiveCards.ChoiceSetInput ? (input.placeholder ?? '') : '';
}

/** The titles of what is chosen; of a field that searches, what was found. */
function titlesIn(input: AdaptiveCards.ChoiceSetInput): readonly string[] {
  if (input.isDynamicTypeahead()) return input.getFilterForDynamicSearch() === '' ? [] : [input.getFilterForDynamicSearch() ?? ''];
  const values = input.value?.split(',') ?? [];
  return input.choices.flatMap((one) =>
    one.title !== undefined && one.value !== undefined && values.includes(one.value) ? [one.title] : [],
  );
}
