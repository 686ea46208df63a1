import { z } from './zod.ts';

const field = z.object({
  label: z.string(),
  kind: z.enum(['text', 'multiline', 'number', 'date', 'time', 'select', 'multiselect', 'search', 'toggle']),
  options: z.array(z.string()).optional(),
  placeholder: z.string().nullish(),
  /** What it begins with: words, or the labels chosen. */
  value: z.union([z.string(), z.array(z.string())]).nullish(),
  required: z.boolean().default(false),
  hint: z.string().nullish(),
  /** What the bot said of this field. */
  error: z.string().nullish(),
});
export type FormField = z.infer<typeof field>;

/** A form as the control interface reads it off a modal or a card: its fields by their labels. */
export const formSchema = z.object({
  id: z.string(),
  title: z.string(),
  submit: z.string().nullish(),
  cancel: z.string().nullish(),
  fields: z.array(field),
  /** What was said of the form as a whole: that the bot could not be reached. */
  error: z.string().nullish(),
  /** Another modal lies on top of this one. */
  covered: z.boolean().default(false),
});
export type Form = z.infer<typeof formSchema>;

/** What a person has filled in, by label. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

/** What the form begins with; a toggle is "true" or "false". */
export function initialValues(form: Form): FormValues {
  return Object.fromEntries(form.fields.map(({ label, kind, value }) => [label, value ?? (kind === 'multiselect' ? [] : '')]));
}
