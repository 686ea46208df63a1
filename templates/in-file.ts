import type { Block } from '../src/core/document.ts';

export interface Filed {
  readonly file: Block;
  /** 'some': it does not have all of them. */
  readonly left: 'none' | 'some';
}

interface FileNeeds<Entry> {
  /** "why-INC-3" */
  readonly name: string;
  /** What it holds, in its first line: there is no other place for it once it is saved. */
  readonly title: string;
  /** So many of the first and of the latest: what is written for one question is bounded, however long the storm was. */
  readonly first: number;
  readonly latest: number;
  readonly write: (entry: Entry) => string;
  readonly between: string;
}

/** What a message tells in short, one by one; of very many their beginning and their end. */
export function inFile<Entry>(entries: readonly Entry[], { name, title, first, latest, write, between }: FileNeeds<Entry>): Filed {
  const left = entries.length > first + latest ? 'some' : 'none';
  const written =
    left === 'none'
      ? entries.map(write)
      : [...entries.slice(0, first).map(write), '… what lies between is left out …', ...entries.slice(-latest).map(write)];
  const content = `${[title, ...written].join(between)}\n`;
  return { file: { kind: 'file', name: `${name}.txt`, mediaType: 'text/plain', content }, left };
}
