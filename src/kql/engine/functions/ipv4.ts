import type { Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { isInt, isList } from '../values/guards.ts';
import { countAt, itemText, type Named, type Operation, ofTexts, remember, scalar, textAt } from './define.ts';

/** An address and how many of its bits name the network. */
interface Network {
  readonly address: number;
  readonly bits: number;
}

/** The first so many of 32 bits. */
function masked(address: number, bits: number): number {
  return bits <= 0 ? 0 : address - (address % 2 ** (32 - Math.min(32, bits)));
}

function addressOf(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((total, part) => total * 256 + Number(part), 0);
}

/** `10.1.2.3` or `10.0.0.0/8`. Undefined: neither. */
export function networkOf(text: string): Network | undefined {
  const [dotted = '', suffix, ...more] = text.trim().split('/');
  const address = addressOf(dotted);
  if (address === undefined || more.length > 0 || (suffix !== undefined && !/^\d{1,2}$/.test(suffix))) return undefined;
  const bits = suffix === undefined ? 32 : Number(suffix);
  return bits > 32 ? undefined : { address, bits };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** Below zero, zero or above, of the networks that the shortest of the prefixes leaves. */
function compare(a: Network, b: Network, prefix: number): number {
  const bits = Math.min(a.bits, b.bits, prefix);
  return Math.sign(masked(a.address, bits) - masked(b.address, bits));
}

function compared(result: (order: number) => Value): (call: CallShape) => Operation {
  return (call) => {
    const [first, second, prefix] = [textAt(call, 0), textAt(call, 1), countAt(call, 2)];
    const parseSecond = remember(networkOf);
    return (x, y, bits = 32) => {
      const [a, b, limit] = [networkOf(first(x)), parseSecond(second(y)), prefix(bits)];
      if (a === undefined || b === undefined || limit === null || limit < 0 || limit > 32) return null;
      return result(compare(a, b, limit));
    };
  };
}

const inside = (network: Network, range: Network): boolean => masked(network.address, range.bits) === masked(range.address, range.bits);

/** Ranges come as further arguments or as a list. */
export function textsFrom(call: CallShape, values: readonly (Value | undefined)[]): readonly string[] {
  return values.flatMap((value, index) => {
    if (index === 0) return [];
    return isList(value) ? value.map(itemText) : [textAt(call, index)(value)];
  });
}

function inAnyRange(call: CallShape): Operation {
  const read = textAt(call, 0);
  const fixed = call.constants.slice(1).every((constant) => constant !== undefined)
    ? textsFrom(call, call.constants).map(networkOf)
    : undefined;
  return (...values) => {
    const network = networkOf(read(values[0]));
    const ranges = fixed ?? textsFrom(call, values).map(networkOf);
    if (network === undefined || ranges.every((range) => range === undefined)) return null;
    return ranges.some((range) => range !== undefined && inside(network, range));
  };
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((range) => networkOf(range) ?? []);

/** A whole network is private when its first address is, and a range that holds it. */
function isPrivate(text: string): Value {
  const network = networkOf(text);
  return network === undefined ? null : privateRanges.some((range) => inside(network, range));
}

function parseMasked(call: CallShape): Operation {
  const [read, prefix] = [textAt(call, 0), countAt(call, 1)];
  return (text, bits) => {
    const [network, limit] = [networkOf(read(text)), prefix(bits)];
    return network === undefined || limit === null || limit < 0 || limit > 32
      ? null
      : masked(network.address, Math.min(network.bits, limit));
  };
}

/** The address may be a number, too. */
function format(withMask: 'with mask' | 'plain'): (call: CallShape) => Operation {
  return (call) => {
    const [read, prefix] = [textAt(call, 0), countAt(call, 1)];
    return (ip, bits = 32) => {
      const limit = prefix(bits);
      const number = isInt(ip) ? Number(ip) : undefined;
      const network = number === undefined ? networkOf(read(ip)) : { address: number, bits: 32 };
      if (network === undefined || limit === null || limit < 0 || limit > 32) return '';
      if (!Number.isInteger(network.address) || network.address < 0 || network.address >= 2 ** 32) return '';
      const kept = Math.min(network.bits, limit);
      return dotted(masked(network.address, kept)) + (withMask === 'with mask' ? `/${kept}` : '');
    };
  };
}

/** The fewest networks that cover the range and nothing else. */
function rangeToNetworks(first: string, last: string): Value {
  const [start, end] = [addressOf(first), addressOf(last)];
  if (start === undefined || end === undefined || start > end) return null;
  const networks: string[] = [];
  for (let at = start; at <= end; ) {
    let size = 1;
    while (at % (size * 2) === 0 && at + size * 2 - 1 <= end) size *= 2;
    networks.push(`${dotted(at)}/${32 - Math.log2(size)}`);
    at += size;
  }
  return networks;
}

export const ipv4: Named = [
  ['parse_ipv4', ofTexts('long', (text) => toNumber(networkOf(text)))],
  ['parse_ipv4_mask', scalar('long', parseMasked)],
  [
    'ipv4_compare',
    scalar(
      'long',
      compared((order) => order),
    ),
  ],
  [
    'ipv4_is_match',
    scalar(
      'bool',
      compared((order) => order === 0),
    ),
  ],
  ['ipv4_is_in_range', scalar('bool', inAnyRange)],
  ['ipv4_is_in_any_range', scalar('bool', inAnyRange)],
  ['ipv4_is_private', ofTexts('bool', isPrivate)],
  ['ipv4_netmask_suffix', ofTexts('long', (text) => networkOf(text)?.bits ?? null)],
  ['ipv4_range_to_cidr_list', ofTexts('dynamic', rangeToNetworks)],
  ['format_ipv4', scalar('string', format('plain'))],
  ['format_ipv4_mask', scalar('string', format('with mask'))],
];

function toNumber(network: Network | undefined): Value {
  return network === undefined ? null : masked(network.address, network.bits);
}
