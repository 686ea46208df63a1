import { describe, expect, it } from 'vitest';
import { type Document, plainText } from '../src/core/document.ts';
import { queryList } from './query-list.ts';

const said = (document: Document): readonly string[] =>
  document.blocks.flatMap((block) => (block.kind === 'text' || block.kind === 'note' ? [plainText(block.runs)] : []));

describe('the list of queries', () => {
  const shipped = { name: 'cpu', title: 'CPU over time', description: 'Of each instance.', parameters: [], texts: { classic: 'x' } };
  const needs = {
    ...shipped,
    name: 'one-operation',
    parameters: [{ name: 'id', type: 'string', description: 'Which.', initial: undefined }],
  } as const;
  const by = { platform: 'slack', id: 'U1', name: 'Ana' };

  it('offers to run what needs nothing', () => {
    const document = queryList([shipped, needs], { text: '', of: 2, by });
    expect(document.blocks.at(-2)).toMatchObject({ kind: 'actions', items: [{ label: 'Run cpu', command: 'query cpu' }] });
  });

  it('of a single one tells all', () => {
    expect(said(queryList([needs], { text: 'one', of: 9, by }))).toContain('id (string, has to be given): Which.');
  });

  it('of none says how many there are', () => {
    expect(said(queryList([], { text: 'zzz', of: 9, by }))[0]).toBe('No query has “zzz” in it; there are 9. queries lists them.');
  });
});
