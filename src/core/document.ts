import type { ActionItem, FormField } from './actions.ts';
import type { Picture } from './chart.ts';
import type { Tone } from './tone.ts';

/** A neutral message: what is said, never how a platform draws it. Adapters render every block within their own limits. */
export interface Document {
  readonly blocks: readonly Block[];
  /** The one line that notifications and screen readers get. Plain text; adapters neutralise it like any other text. */
  readonly summary: string;
}

/** A piece of text. Text is runs and never markup, so nothing that came from outside can ping, link or format. */
export type Run =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'bold'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  /** Names a person without notifying them. */
  | { readonly kind: 'mention'; readonly platform: string; readonly id: string; readonly name: string }
  /** A moment, milliseconds since 1970 (UTC), drawn in `zone` (IANA name). */
  | { readonly kind: 'time'; readonly at: number; readonly zone: string; readonly style: 'time' | 'date' | 'datetime' };

export type Text = readonly Run[];

export interface Fact {
  readonly label: string;
  readonly value: Text;
  readonly tone?: Tone | undefined;
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

export interface Cell {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly runs: Text }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** `total`: the count of rows that exist, when there are more than are given. */
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Cell[])[];
      readonly total?: number | undefined;
    }
  /** Data and style, not pixels; `alt` is computed from the data and stands in where no picture can be shown. */
  | { readonly kind: 'chart'; readonly chart: Picture; readonly alt: string }
  /** One number, large, and below it what it is: "4,312", "count_". */
  | { readonly kind: 'figure'; readonly value: string; readonly label: string }
  /** Lines in a font of one width, spaces kept: a query with a caret under the fault. Never folded where the platform allows it. */
  | { readonly kind: 'preformatted'; readonly text: string }
  | { readonly kind: 'image'; readonly url: string; readonly alt: string }
  | { readonly kind: 'actions'; readonly items: readonly ActionItem[] }
  | {
      readonly kind: 'form';
      readonly title: string;
      readonly submit: string;
      readonly command: string;
      readonly fields: readonly FormField[];
    }
  | { readonly kind: 'divider' }
  | { readonly kind: 'note'; readonly tone: Tone; readonly runs: Text }
  | { readonly kind: 'file'; readonly name: string; readonly mediaType: string; readonly content: string };

export const plain = (text: string): Run => ({ kind: 'plain', text });
export const bold = (text: string): Run => ({ kind: 'bold', text });
export const code = (text: string): Run => ({ kind: 'code', text });
export const link = (text: string, url: string): Run => ({ kind: 'link', text, url });
export const moment = (at: number, zone: string, style: 'time' | 'date' | 'datetime' = 'datetime'): Run => ({
  kind: 'time',
  at,
  zone,
  style,
});
export const mention = (person: { readonly platform: string; readonly id: string; readonly name: string }): Run => ({
  kind: 'mention',
  platform: person.platform,
  id: person.id,
  name: person.name,
});

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const text = (...runs: readonly (Run | string)[]): Block => ({ kind: 'text', runs: toText(runs) });
export const note = (tone: Tone, ...runs: readonly (Run | string)[]): Block => ({ kind: 'note', tone, runs: toText(runs) });
export const facts = (...items: readonly Fact[]): Block => ({ kind: 'facts', facts: items });
export const actions = (...items: readonly ActionItem[]): Block => ({ kind: 'actions', items });
export const divider: Block = { kind: 'divider' };

/** A message of one text line: the summary is the same words. */
export function sentence(...runs: readonly (Run | string)[]): Document {
  const all = toText(runs);
  return { summary: plainText(all), blocks: [{ kind: 'text', runs: all }] };
}

function toText(runs: readonly (Run | string)[]): Text {
  return runs.map((run) => (typeof run === 'string' ? plain(run) : run));
}

/** The words of runs without any format; moments as ISO time in UTC. For summaries, logs and alt text. */
export function plainText(runs: Text): string {
  return runs
    .map((run) => {
      switch (run.kind) {
        case 'plain':
        case 'bold':
        case 'code':
        case 'link':
          return run.text;
        case 'mention':
          return run.name;
        case 'time':
          return new Date(run.at).toISOString();
      }
    })
    .join('');
}
