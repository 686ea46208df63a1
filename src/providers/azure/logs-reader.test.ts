import { PassThrough, Readable } from 'node:stream';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { expect, it } from 'vitest';
import { readAnswer } from './logs-answer.ts';
import { longestCell } from './logs-cut.ts';
import { readInTurns } from './logs-reader.ts';
import { sparingClient } from './logs-size.ts';

const { signal } = new AbortController();
const bodyOf = (columns: readonly { readonly name: string; readonly type: string }[], rows: readonly unknown[][]): string =>
  JSON.stringify({ tables: [{ name: 'PrimaryResult', columns, rows }], render: { visualization: 'piechart' } });
const text = [{ name: 'c', type: 'string' }];

it('reads a long answer elsewhere, and as any other', async () => {
  const body = bodyOf(
    [...text, { name: 'n', type: 'long' }],
    Array.from({ length: 8_000 }, (_, index) => [`${'x'.repeat(90)} ${index}`, index]),
  );
  const reading = readInTurns(body, 'T', signal);
  expect(reading).toBeInstanceOf(Promise);
  expect(await reading).toEqual(readAnswer(body, 'T'));
});

it('reads a long answer without rows, too', async () => {
  const body = bodyOf(
    Array.from({ length: 30_000 }, (_, index) => ({ name: `c${index}`, type: 'string' })),
    [],
  );
  expect(await readInTurns(body, 'T', signal)).toEqual(readAnswer(body, 'T'));
});

it('does not read an answer that is none, however long', async () => {
  await expect(readInTurns('x'.repeat(600_000), 'T', signal)).rejects.toThrow(/JSON/u);
});

it('ends when nobody waits any more', async () => {
  const leaving = new AbortController();
  const reading = readInTurns(bodyOf(text, [['x'.repeat(600_000)]]), 'T', leaving.signal);
  leaving.abort(new Error('left'));
  await expect(reading).rejects.toThrow('left');
});

it('cuts a long cell visibly between two words, and counts it', () => {
  const long = `${'word '.repeat(6_540)}${'x'.repeat(2_000)}@example.com and more`;
  const { table, cutCells } = readAnswer(bodyOf(text, [['short'], [long], ['x'.repeat(longestCell)], ['y'.repeat(longestCell + 1)]]), 'T');
  expect(cutCells).toBe(2);
  const [, [cut] = [], [kept] = [], [word] = []] = table.rows;
  expect(cut).toBe(`${'word '.repeat(6_540)}… cut`);
  expect(kept).toBe('x'.repeat(longestCell));
  expect(String(word)).toHaveLength(longestCell);
  expect(word).toMatch(/y… cut$/u);
});

it('counts no cut where there is none', () => {
  expect(readAnswer(bodyOf(text, [['short']]), 'T')).not.toHaveProperty('cutCells');
});

const answering = (...chunks: readonly Buffer[]) =>
  sparingClient({
    sendRequest: async (request) => ({ status: 200, headers: createHttpHeaders(), request, readableStreamBody: Readable.from(chunks) }),
  });
const request = () => createPipelineRequest({ url: 'https://logs.example/' });

it('spares the client the reading of what is read anyway', async () => {
  const body = Buffer.from('{"tables":["é"]}');
  const response = await answering(body.subarray(0, 13), body.subarray(13)).sendRequest(request());
  expect(response).toMatchObject({ status: 200, bodyAsText: '{"tables":[]}', whole: '{"tables":["é"]}' });
});

it('takes in 16 MB, and no more', async () => {
  const all = Array.from({ length: 16 }, () => Buffer.alloc(1024 * 1024, 'x'));
  expect(await answering(...all).sendRequest(request())).toHaveProperty('whole.length', 16 * 1024 * 1024);
  await expect(answering(...all, Buffer.from('x')).sendRequest(request())).rejects.toThrow('The answer is larger than 16 MB.');
});

it('does not wait for the rest when nobody waits for it any more', async () => {
  const stalled = new PassThrough();
  stalled.write('{');
  const leaving = new AbortController();
  const client = sparingClient({
    sendRequest: async (own) => ({ status: 200, headers: createHttpHeaders(), request: own, readableStreamBody: stalled }),
  });
  const sent = client.sendRequest(createPipelineRequest({ url: 'https://logs.example/', abortSignal: leaving.signal }));
  leaving.abort(new Error('left'));
  await expect(sent).rejects.toThrow('left');
});
