import { button } from '../../src/core/actions.ts';
import { actions, code, type Document, text } from '../../src/core/document.ts';
import type { Place } from '../../src/core/model/person.ts';

/** What the bot says once where it was added. */
export function welcome(kind: Place['kind']): Document {
  const example = 'chart cpu of my-service over 6h';
  const how =
    kind === 'direct'
      ? text('Just write to me, for example ', code(example), '.')
      : text('Mention me to ask, for example ', code(`@Tocsin ${example}`), '.');
  return {
    summary: 'Tocsin is here. Ask it for help.',
    blocks: [
      text('I am Tocsin: I draw charts of your Azure services, gather their alerts into incidents and post health digests.'),
      how,
      actions(button('What can I ask?', 'help', 'primary')),
    ],
  };
}
