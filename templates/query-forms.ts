import { type Block, code, type Document, sentence } from '../src/core/document.ts';
import { formatDuration } from '../src/core/duration.ts';

type Form = Extract<Block, { kind: 'form' }>;

const spans = ['1h', '6h', '1d', '7d', '30d'] as const;

/** Asks for a query, with what was said already. */
export function queryForm(options: {
  readonly in: string | undefined;
  readonly overMs: number | undefined;
  /** The query, as far as it is written. */
  readonly text?: string | undefined;
}): Document {
  const over = options.overMs === undefined ? undefined : formatDuration(options.overMs);
  const form: Form = {
    kind: 'form',
    title: 'Ask the logs',
    submit: 'Ask',
    command: 'kql',
    fields: [
      { kind: 'search', name: 'in', label: 'Service or workspace', source: 'places', initial: options.in, required: false },
      {
        kind: 'choice',
        name: 'over',
        label: 'Over the last',
        initial: over,
        options: over === undefined || spans.some((one) => one === over) ? spans : [over, ...spans],
        required: false,
      },
      { kind: 'text', name: '==query', label: 'Query (KQL)', initial: options.text, multiline: true, required: true },
    ],
  };
  return { summary: 'What do you want to ask?', blocks: [form] };
}

/** Asks for a query that has a name. */
export function namedQueryForm(): Document {
  const form: Form = {
    kind: 'form',
    title: 'Ask by name',
    submit: 'Ask',
    command: 'query',
    fields: [
      { kind: 'search', name: '=name', label: 'Query', source: 'queries', required: true },
      { kind: 'search', name: 'in', label: 'Service or workspace', source: 'places', required: false },
      { kind: 'choice', name: 'over', label: 'Over the last', options: spans, required: false },
      { kind: 'text', name: '==parameters', label: 'Parameters (name=value …)', multiline: false, required: false },
    ],
  };
  return { summary: 'Which query do you want to ask?', blocks: [form] };
}

/** Asks for the name under which a query is to be saved. `id`: of its kept words; `command`: what it asks. */
export function saveQueryForm(id: string, command: string): Document {
  const form: Form = {
    kind: 'form',
    title: 'Save this query',
    submit: 'Save',
    command: `query save kept ${id}`,
    fields: [{ kind: 'text', name: '=name', label: 'Name, one word', multiline: false, required: true }],
  };
  return { summary: 'Under which name?', blocks: [{ kind: 'preformatted', text: command }, form] };
}

export function querySaved(name: string, command: string, result: 'added' | 'replaced'): Document {
  return sentence(result === 'added' ? 'Saved: ' : 'Replaced: ', code(`query ${name}`), ' now asks ', code(command), '.');
}
