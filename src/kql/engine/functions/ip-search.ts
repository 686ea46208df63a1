import type { CallShape } from '../shapes.ts';
import { type Named, type Operation, scalar, textAt } from './define.ts';
import { networkOf, textsFrom } from './ipv4.ts';

/** Addresses that stand alone: no letter, digit or dot-and-digit touches them. */
const candidates = /(?<![0-9A-Za-z.])\d{1,3}(?:\.\d{1,3}){3}(?![0-9A-Za-z]|\.\d)/g;

function addressesIn(text: string): readonly string[] {
  return (text.match(candidates) ?? []).filter((address) => networkOf(address) !== undefined);
}

/** A prefix ends with a dot, or is a whole address. */
function begins(address: string, prefix: string): boolean {
  return prefix.endsWith('.') ? address.startsWith(prefix) : address === prefix;
}

function isPrefix(prefix: string): boolean {
  return /^(?:\d{1,3}\.){1,3}$/.test(prefix) ? prefix.split('.').every((part) => Number(part) <= 255) : networkOf(prefix) !== undefined;
}

function search(found: (address: string, wanted: string) => boolean, valid: (wanted: string) => boolean): (call: CallShape) => Operation {
  return (call) => {
    const read = textAt(call, 0);
    return (...values) => {
      const wanted = textsFrom(call, values).filter(valid);
      return addressesIn(read(values[0])).some((address) => wanted.some((each) => found(address, each)));
    };
  };
}

const whole = search(
  (address, wanted) => address === wanted,
  (wanted) => networkOf(wanted) !== undefined,
);
const prefix = search(begins, isPrefix);

export const ipv4Search: Named = [
  ['has_ipv4', scalar('bool', whole)],
  ['has_any_ipv4', scalar('bool', whole)],
  ['has_ipv4_prefix', scalar('bool', prefix)],
  ['has_any_ipv4_prefix', scalar('bool', prefix)],
];
