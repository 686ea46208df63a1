import { formCommand } from '../../src/core/form-words.ts';
import { formPrefix } from './render-form.ts';
import type { Input } from './schema-interactive.ts';

/** The words of a form's command and of its fields; `id` is that of its button, and begins the ids of its fields. */
export function readForm(command: string, id: string, inputs: readonly Input[]): string {
  const start = `${id}:`;
  const fields = inputs
    .filter((input) => input.block.startsWith(start))
    .map((input) => ({ name: input.block.slice(start.length), value: input.value }));
  return formCommand(command, fields);
}

export function isFormButton(actionId: string): boolean {
  return actionId.startsWith(`${formPrefix}.`);
}
