import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Contract, type Exchange, openContract } from '../test/contracts/openapi.ts';
import { faultsBeside } from '../test/contracts/shapes.ts';
import { temporaryFolder } from '../test/fakes/temporary-folder.ts';

const specification = {
  swagger: '2.0',
  paths: {
    '/shops/{shop}/orders': {
      post: {
        parameters: [
          { name: 'shop', in: 'path', required: true, type: 'string' },
          { name: 'dry', in: 'query', required: true, type: 'string' },
          { name: 'order', in: 'body', required: true, schema: { $ref: '#/definitions/Order' } },
        ],
        responses: { 201: { schema: { $ref: '#/definitions/Placed' } }, default: { schema: { $ref: '#/definitions/Refusal' } } },
      },
    },
    '/{resourceUri}/health': { get: { responses: { 200: { description: 'no body' } } } },
  },
  definitions: {
    Order: {
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'string' },
        note: { type: 'string', 'x-nullable': true },
        more: { $ref: '../other.json#/More' },
        rows: { type: 'object' },
      },
    },
    Placed: { allOf: [{ $ref: '#/definitions/Order' }], properties: { at: { type: 'string', format: 'date-time' } } },
    Refusal: { type: 'object', properties: { error: { type: 'string', enum: ['no', 'never'] } } },
  },
};

async function openSample(): Promise<Contract> {
  const file = join(await temporaryFolder(), 'shop.json');
  writeFileSync(file, JSON.stringify(specification));
  return openContract(pathToFileURL(file));
}

const order: Exchange = {
  method: 'POST',
  path: '/shops/north/orders',
  query: { dry: 'yes' },
  request: { id: '1', note: null, more: { any: 1 }, rows: [1, 2] },
  status: 201,
  response: { id: '1', at: '2026-11-20T09:00:00Z' },
};

describe('a message held against a specification', () => {
  it('conforms, and is counted once in each direction', async () => {
    const contract = await openSample();
    expect(contract.check(order)).toEqual({ kind: 'checked', messages: 2, faults: [] });
    expect(contract.elsewhere).toBe(1);
    expect(contract.check({ ...order, method: 'GET', path: '/a/b/c/health', query: {}, status: 200 })).toMatchObject({
      messages: 1,
      faults: [],
    });
  });

  it.each<[string, Partial<Exchange>, string]>([
    ['a field it does not know', { request: { id: '1', colour: 'red' } }, 'unevaluated properties "colour"'],
    [
      'a field it does not know in what extends another',
      { response: { id: '1', colour: 'red' } },
      '201 must NOT have unevaluated properties "colour"',
    ],
    ['a missing field', { request: {} }, "request must have required property 'id'"],
    ['another type', { request: { id: 1 } }, 'request/id must be string'],
    ['another format', { response: { id: '1', at: 'today' } }, '201/at must match format'],
    ['a word that is none of its choices', { status: 409, response: { error: 'perhaps' } }, '["no","never"]'],
    ['a missing parameter', { query: {} }, 'query dry is missing'],
    ['a parameter it does not know', { query: { dry: 'yes', wet: 'no' } }, 'query wet is not in the contract'],
  ])('is faulty for %s', async (_what, over, words) => {
    const verdict = (await openSample()).check({ ...order, ...over });
    expect(verdict.kind === 'checked' ? verdict.faults.join('\n') : '').toContain(words);
  });

  it('is not judged by what another path says, nor for a request that was refused unread', async () => {
    const contract = await openSample();
    expect(contract.check({ ...order, path: '/shops/north/orders/1' })).toEqual({ kind: 'not in the contract' });
    const refused = { ...order, request: undefined, status: 429, response: { error: 'no' } };
    expect(contract.check(refused)).toEqual({ kind: 'checked', messages: 1, faults: [] });
  });
});

describe('a message beside samples', () => {
  const samples = [
    { name: 'a', parts: [{ size: 1 }], extra: null },
    { name: 'b', parts: [{ size: 2 }] },
  ];

  it.each([
    [{ name: 'x', parts: [] }, []],
    [{ name: 'x', parts: [{ size: 3 }], extra: 'anything' }, []],
    [{ name: 'x' }, ['parts is missing']],
    [{ name: 'x', parts: [{}] }, ['parts[].size is missing']],
    [{ name: 1, parts: [] }, ['name is a number, in the samples a string or a string']],
    [{ name: 'x', parts: [], colour: 'red' }, ['colour is in no sample']],
  ])('%j has the faults %j', (message, faults) => {
    expect(faultsBeside(samples, message)).toEqual(faults);
  });
});

describe('npm run test:contracts', () => {
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, '../test/contracts/index.ts'), ...args], { encoding: 'utf8' });

  it('says what is missing without a folder, and in a folder without specifications', () => {
    expect(run()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('npm run test:contracts -- DIR') });
    expect(run(import.meta.dirname)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('holds no specifications') });
  });
});
