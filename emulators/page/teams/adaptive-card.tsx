import * as AdaptiveCards from 'adaptivecards';
import { useEffect, useMemo, useRef, useState } from 'react';
import { linkPictures } from '../picture-link.ts';
import { hostConfig } from './host-config.ts';

// The package registers its tables in a module that a bundler takes for unused.
const elements = new AdaptiveCards.CardObjectRegistry<AdaptiveCards.CardElement>();
AdaptiveCards.GlobalRegistry.populateWithDefaultElements(elements);
elements.register('Table', AdaptiveCards.Table, AdaptiveCards.Versions.v1_5);

/** One Adaptive Card, drawn by Microsoft's own renderer. `onAct` gets the title of the Action.Execute or Action.Submit. */
export function AdaptiveCardView({ card, onAct }: { readonly card: object; readonly onAct: (button: string, option?: string) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const act = useRef(onAct);
  const [trouble, setTrouble] = useState<string>();
  // The same card must not be drawn again with every new message: it would take the focus away.
  const written = useMemo(() => JSON.stringify(card), [card]);

  useEffect(() => {
    act.current = onAct;
  }, [onAct]);

  useEffect(() => {
    const drawing = new AdaptiveCards.AdaptiveCard();
    const context = new AdaptiveCards.SerializationContext();
    context.setElementRegistry(elements);
    drawing.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
    drawing.onExecuteAction = (action) => {
      if (action instanceof AdaptiveCards.OpenUrlAction) window.open(action.url, '_blank', 'noreferrer');
      else act.current(action.title ?? '', chosenIn(drawing));
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
  }, [written]);

  return (
    <>
      <div className="adaptive-card" ref={place} />
      {trouble === undefined ? undefined : <p className="trouble">This card cannot be drawn: {trouble}</p>}
    </>
  );
}

/** The title of what is chosen in the card's selects, if anything is. */
function chosenIn(card: AdaptiveCards.AdaptiveCard): string | undefined {
  for (const input of card.getAllInputs()) {
    if (!(input instanceof AdaptiveCards.ChoiceSetInput)) continue;
    const choice = input.choices.find((one) => one.value === input.value);
    if (choice?.title !== undefined) return choice.title;
  }
  return undefined;
}
