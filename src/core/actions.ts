/** A button carries the words of a command, so that a click enters by the same door as typed text. */
export type ActionItem =
  | {
      readonly kind: 'button';
      readonly label: string;
      readonly command: string;
      readonly look: 'plain' | 'primary' | 'danger';
    }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** Choosing an option runs its command. */
  | { readonly kind: 'select'; readonly label: string; readonly options: readonly SelectOption[] };

export interface SelectOption {
  readonly label: string;
  readonly command: string;
}

/**
 * A field of a form. Submitting runs the form's command followed by the words of each field that was filled in, in order:
 * form-words.ts says which. A name that begins with "=" stands for its value alone ("=metric"), and with "==" for its value as it
 * was written, without quotes (the last field only: a query); any other is said before its value.
 */
export type FormField =
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly label: string;
      readonly initial?: string | undefined;
      readonly multiline: boolean;
      readonly required: boolean;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly initial?: string | undefined;
      readonly options: readonly string[];
      readonly required: boolean;
    }
  /** Choices are looked up while the person types: see ChatListener.search. */
  | {
      readonly kind: 'search';
      readonly name: string;
      readonly label: string;
      readonly initial?: string | undefined;
      readonly source: SearchSource;
      readonly required: boolean;
    };

/** What can be searched for in a form. */
export const searchSources = ['metrics', 'targets', 'places', 'queries', 'zones'] as const;
export type SearchSource = (typeof searchSources)[number];

export const button = (label: string, command: string, look: 'plain' | 'primary' | 'danger' = 'plain'): ActionItem => ({
  kind: 'button',
  label,
  command,
  look,
});
