import { createHash } from 'node:crypto';
import { gunzipSync, inflateSync } from 'node:zlib';
import { KqlFailure } from '../../failure.ts';
import type { KqlType, Value } from '../../types.ts';
import type { CallShape } from '../shapes.ts';
import { toAbsoluteTicks } from '../values/calendar.ts';
import { guidFromText } from '../values/convert.ts';
import { isInt, isList } from '../values/guards.ts';
import { big, exact, modulo } from '../values/integers.ts';
import { direct, longAt, type Named, type Operation, ofTexts, scalar, textAt, toList } from './define.ts';
import { xxHash64 } from './xxhash.ts';

/** Unreserved letters stay; a space is `+` or %20; the hexadecimal digits are small. */
function urlEncode(text: string, space: string): string {
  const escaped = [...Buffer.from(text)].map((byte) => {
    const letter = String.fromCodePoint(byte);
    if (byte < 128 && /[A-Za-z0-9\-_.!*()]/.test(letter)) return letter;
    return letter === ' ' ? space : `%${byte.toString(16).padStart(2, '0')}`;
  });
  return escaped.join('');
}

/** What is not well encoded stays as it is. */
export function urlDecode(text: string): string {
  return text.replaceAll('+', ' ').replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

/** Undefined: the text is no base64. */
function fromBase64(text: string): Buffer | undefined {
  const bare = text.trim().replace(/=+$/, '');
  return /^[A-Za-z0-9+/]*$/.test(bare) && bare.length % 4 !== 1 ? Buffer.from(bare, 'base64') : undefined;
}

function decodeText(text: string): string {
  const bytes = fromBase64(text);
  if (bytes === undefined) return '';
  const decoded = bytes.toString('utf8');
  return decoded.includes('\uFFFD') ? '' : decoded;
}

function bytesOf(list: Value | undefined): Buffer | undefined {
  const items = toList(list);
  return items?.every((item) => typeof item === 'number' && Number.isInteger(item) && item >= 0 && item <= 255)
    ? Buffer.from(items.map(Number))
    : undefined;
}

/** A guid's first three groups are stored with the lowest byte first. */
function swapped(bytes: Buffer): Buffer {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Buffer.from(order.map((place) => bytes[place] ?? 0));
}

function decodeGuid(text: string): Value {
  const bytes = fromBase64(text);
  return bytes?.length === 16 ? guidFromText(swapped(bytes).toString('hex')) : null;
}

const encodeGuid = (text: string): string => (text === '' ? '' : swapped(Buffer.from(text.replaceAll('-', ''), 'hex')).toString('base64'));

/** Packed text may unfold to much more: no further than this. */
const mostBytes = 16_000_000;

function unpack(text: string, how: typeof gunzipSync): string {
  const bytes = fromBase64(text);
  if (bytes === undefined) return '';
  try {
    return how(bytes, { maxOutputLength: mostBytes }).toString('utf8');
  } catch {
    return '';
  }
}

function codepoints(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
}

const fromCodepoints: Operation = (...values) => {
  const points = values.flatMap((value) => (isList(value) ? value : [value])).map((value) => (isInt(value) ? Number(value) : -1));
  return points.every((point) => Number.isInteger(point) && point >= 0 && point <= 0x10_ff_ff)
    ? points.map((point) => String.fromCodePoint(point)).join('')
    : '';
};

/** xxHash sees whole numbers and datetimes (as the service counts them) as 64 bits, lowest byte first. */
function bitsOf(value: Value | undefined, type: KqlType): Buffer {
  const bytes = Buffer.alloc(8);
  if (isInt(value)) bytes.writeBigInt64LE(big(type === 'datetime' ? toAbsoluteTicks(value) : value));
  return bytes;
}

function hashedBits(call: CallShape): (value: Value | undefined) => Buffer {
  const [type = 'string'] = call.types;
  if (type === 'long' || type === 'datetime' || type === 'timespan') return (value) => bitsOf(value, type);
  return hashedText(call, ['string']);
}

function hashedText(call: CallShape, types: readonly KqlType[]): (value: Value | undefined) => Buffer {
  const [type = 'string'] = call.types;
  if (!types.includes(type)) throw new KqlFailure('unsupported', `${call.name}() of a ${type} is not supported here.`);
  const read = textAt(call, 0);
  return (value) => Buffer.from(read(value));
}

function hash(call: CallShape): Operation {
  const bytes = hashedBits(call);
  const modulus = longAt(call, 1);
  return (value, mod) => {
    const hashed = exact(BigInt.asIntN(64, xxHash64(bytes(value))));
    const by = mod === undefined ? null : modulus(mod);
    return by === null ? hashed : modulo(hashed, by);
  };
}

const digest = (algorithm: string): Named[number][1] =>
  scalar('string', (call) => {
    const bytes = hashedText(call, ['string', 'datetime']);
    return (value) => createHash(algorithm).update(bytes(value)).digest('hex');
  });

const encoded = ofTexts('string', (text) => Buffer.from(text).toString('base64'));
const decoded = ofTexts('string', decodeText);
const toCodepoints = ofTexts('dynamic', codepoints);
const ofCodepoints = direct('string', fromCodepoints);

export const encodings: Named = [
  ['url_encode', ofTexts('string', (text) => urlEncode(text, '+'))],
  ['url_encode_component', ofTexts('string', (text) => urlEncode(text, '%20'))],
  ['url_decode', ofTexts('string', urlDecode)],
  ['base64_encode_tostring', encoded],
  ['base64_encodestring', encoded],
  ['base64_decode_tostring', decoded],
  ['base64_decodestring', decoded],
  ['base64_decode_toarray', ofTexts('dynamic', (text) => (fromBase64(text) === undefined ? null : [...(fromBase64(text) ?? [])]))],
  ['base64_encode_fromarray', direct('string', (list) => bytesOf(list)?.toString('base64') ?? '')],
  ['base64_decode_toguid', ofTexts('guid', decodeGuid)],
  ['base64_encode_fromguid', ofTexts('string', encodeGuid)],
  ['gzip_decompress_from_base64_string', ofTexts('string', (text) => unpack(text, gunzipSync))],
  ['zlib_decompress_from_base64_string', ofTexts('string', (text) => unpack(text, inflateSync))],
  ['unicode_codepoints_from_string', toCodepoints],
  ['to_utf8', toCodepoints],
  ['unicode_codepoints_to_string', ofCodepoints],
  ['make_string', ofCodepoints],
  ['hash', scalar('long', hash)],
  ['hash_xxhash64', scalar('long', hash)],
  ['hash_sha256', digest('sha256')],
  ['hash_sha1', digest('sha1')],
  ['hash_md5', digest('md5')],
];
