import { isIPv6 } from 'node:net';
import type { Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { countAt, type Named, type Operation, ofTexts, scalar, textAt } from './define.ts';
import { networkOf, textsFrom } from './ipv4.ts';

/** 128 bits; an IPv4 address is the one that IPv6 maps it to. */
interface Network {
  readonly address: bigint;
  readonly bits: number;
}

function wordsOf(text: string): readonly string[] {
  return text === ''
    ? []
    : text.split(':').flatMap((word) => {
        const embedded = word.includes('.') ? networkOf(word) : undefined;
        if (embedded === undefined) return [word];
        return [Math.floor(embedded.address / 65_536).toString(16), (embedded.address % 65_536).toString(16)];
      });
}

function addressOf(text: string): bigint {
  const [left = '', right] = text.split('::');
  const [before, after] = [wordsOf(left), right === undefined ? [] : wordsOf(right)];
  const words = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return words.reduce((total, word) => total * 65_536n + BigInt(`0x${word}`), 0n);
}

function parse(text: string): Network | undefined {
  const four = networkOf(text);
  if (four !== undefined) return { address: 0xffff_0000_0000n + BigInt(four.address), bits: four.bits + 96 };
  const [bare = '', suffix, ...more] = text.trim().split('/');
  if (!isIPv6(bare) || bare.includes('%') || more.length > 0 || (suffix !== undefined && !/^\d{1,3}$/.test(suffix))) return undefined;
  const bits = suffix === undefined ? 128 : Number(suffix);
  return bits > 128 ? undefined : { address: addressOf(bare), bits };
}

function masked(address: bigint, bits: number): bigint {
  const free = BigInt(128 - Math.max(0, bits));
  return (address >> free) << free;
}

function written(address: bigint): string {
  return address
    .toString(16)
    .padStart(32, '0')
    .replaceAll(/(.{4})(?=.)/g, '$1:');
}

function compared(result: (order: number) => Value): (call: CallShape) => Operation {
  return (call) => {
    const [first, second, prefix] = [textAt(call, 0), textAt(call, 1), countAt(call, 2)];
    return (x, y, limit = 128) => {
      const [a, b, bits] = [parse(first(x)), parse(second(y)), prefix(limit)];
      if (a === undefined || b === undefined || bits === null || bits < 0 || bits > 128) return null;
      const shortest = Math.min(a.bits, b.bits, bits);
      const [left, right] = [masked(a.address, shortest), masked(b.address, shortest)];
      return result(left < right ? -1 : left > right ? 1 : 0);
    };
  };
}

function inAnyRange(call: CallShape): Operation {
  const read = textAt(call, 0);
  return (...values) => {
    const network = parse(read(values[0]));
    const ranges = textsFrom(call, values).flatMap((text) => parse(text) ?? []);
    if (network === undefined || ranges.length === 0) return null;
    return ranges.some((range) => masked(network.address, range.bits) === masked(range.address, range.bits));
  };
}

function parseMasked(call: CallShape): Operation {
  const [read, prefix] = [textAt(call, 0), countAt(call, 1)];
  return (text, limit) => {
    const [network, bits] = [parse(read(text)), prefix(limit)];
    return network === undefined || bits === null || bits < 0 || bits > 128
      ? ''
      : written(masked(network.address, Math.min(network.bits, bits)));
  };
}

function parseText(text: string): string {
  const network = parse(text);
  return network === undefined ? '' : written(masked(network.address, network.bits));
}

export const ipv6: Named = [
  ['parse_ipv6', ofTexts('string', parseText)],
  ['parse_ipv6_mask', scalar('string', parseMasked)],
  [
    'ipv6_compare',
    scalar(
      'long',
      compared((order) => order),
    ),
  ],
  [
    'ipv6_is_match',
    scalar(
      'bool',
      compared((order) => order === 0),
    ),
  ],
  ['ipv6_is_in_range', scalar('bool', inAnyRange)],
  ['ipv6_is_in_any_range', scalar('bool', inAnyRange)],
];
