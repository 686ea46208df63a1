import type { Block, Document } from '../src/core/document.ts';

type Form = Extract<Block, { kind: 'form' }>;

/** Asks for everything that a chart needs. */
export function chartForm(): Document {
  const form: Form = {
    kind: 'form',
    title: 'Draw a chart',
    submit: 'Draw',
    command: 'chart',
    fields: [
      { kind: 'search', name: '=metric', label: 'Metric', source: 'metrics', required: true },
      {
        kind: 'choice',
        name: '=aggregation',
        label: 'Aggregated as (if not as usual)',
        options: ['average', 'minimum', 'maximum', 'total'],
        required: false,
      },
      { kind: 'search', name: 'of', label: 'Service, resource or kind', source: 'targets', required: true },
      { kind: 'choice', name: 'over', label: 'Over the last', initial: '6h', options: ['1h', '6h', '1d', '7d', '30d'], required: false },
      { kind: 'text', name: 'by', label: 'Split by dimension', multiline: false, required: false },
      { kind: 'choice', name: 'vs', label: 'Compare with earlier by', options: ['1d', '1w', '4w'], required: false },
      { kind: 'choice', name: 'as', label: 'Drawn as', options: ['line', 'area', 'bar'], required: false },
    ],
  };
  return { summary: 'Which chart do you want to see?', blocks: [form] };
}

/** Asks for the name of a chart. `command`: its words. */
export function saveForm(command: string): Document {
  const form: Form = {
    kind: 'form',
    title: 'Save this chart',
    submit: 'Save',
    command,
    fields: [{ kind: 'text', name: 'save', label: 'Name, one word', multiline: false, required: true }],
  };
  return { summary: 'Under which name?', blocks: [form] };
}
