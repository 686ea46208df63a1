/** The part of Adaptive Cards 1.5 that is used here. Text stands only in RichTextBlocks, which read no markdown. */
export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly fontType?: 'Monospace';
  readonly size?: 'Small' | 'Medium' | 'Large' | 'ExtraLarge';
  readonly color?: CardColor;
  readonly isSubtle?: true;
  readonly selectAction?: CardAction;
}

export type CardColor = 'Good' | 'Warning' | 'Attention';

export type CardElement = (
  | { readonly type: 'RichTextBlock'; readonly inlines: readonly TextRun[]; readonly horizontalAlignment?: 'Right' }
  | { readonly type: 'Image'; readonly url: string; readonly altText: string; readonly size?: 'Stretch' }
  | { readonly type: 'Container'; readonly style?: string; readonly items: readonly CardElement[]; readonly bleed?: true }
  /** Stands hidden until the Action.ToggleVisibility that names it is pressed. */
  | { readonly type: 'Container'; readonly id: string; readonly isVisible: false; readonly items: readonly CardElement[] }
  | {
      readonly type: 'Table';
      readonly columns: readonly { readonly width: number; readonly horizontalCellContentAlignment?: 'Right' }[];
      readonly firstRowAsHeaders: boolean;
      readonly showGridLines: boolean;
      readonly rows: readonly { readonly type: 'TableRow'; readonly cells: readonly TableCell[] }[];
    }
  | {
      readonly type: 'Input.ChoiceSet';
      readonly id: string;
      readonly label?: string;
      readonly placeholder?: string;
      readonly style: 'compact' | 'filtered';
      readonly 'choices.data'?: { readonly type: 'Data.Query'; readonly dataset: string };
      readonly choices: readonly { readonly title: string; readonly value: string }[];
      readonly value?: string;
      readonly isRequired?: boolean;
      readonly errorMessage?: string;
    }
  | {
      readonly type: 'Input.Text';
      readonly id: string;
      readonly label: string;
      readonly isMultiline: boolean;
      readonly value?: string;
      readonly isRequired: boolean;
      readonly errorMessage?: string;
    }
  | { readonly type: 'ActionSet'; readonly actions: readonly CardAction[] }
) & { readonly separator?: true; readonly spacing?: 'None' | 'Small' | 'Medium' };

export interface TableCell {
  readonly type: 'TableCell';
  readonly items: readonly CardElement[];
}

export type CardAction =
  | {
      readonly type: 'Action.Execute';
      readonly title: string;
      readonly verb: string;
      readonly data: Readonly<Record<string, unknown>>;
      readonly style?: 'positive' | 'destructive';
      readonly associatedInputs: 'auto' | 'none';
    }
  | { readonly type: 'Action.ToggleVisibility'; readonly title: string; readonly targetElements: readonly string[] }
  | { readonly type: 'Action.OpenUrl'; readonly title?: string; readonly url: string };

export interface AdaptiveCard {
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly body: readonly CardElement[];
  readonly fallbackText: string;
  readonly msteams: { readonly width: 'Full' };
}

export const cardType = 'application/vnd.microsoft.card.adaptive';

export function toCard(body: readonly CardElement[], fallbackText: string): AdaptiveCard {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    body,
    fallbackText,
    msteams: { width: 'Full' },
  };
}
