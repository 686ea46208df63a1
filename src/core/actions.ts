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
 * A field of a form. Submitting runs the form's command followed by `name value` for each field that was filled in,
 * the value quoted where it needs it.
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
    };

export const button = (label: string, command: string, look: 'plain' | 'primary' | 'danger' = 'plain'): ActionItem => ({
  kind: 'button',
  label,
  command,
  look,
});
