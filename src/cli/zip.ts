import { crc32 } from 'node:zlib';
import type { ManifestFile } from './dependencies.ts';

// Source of the layout: APPNOTE.TXT of the ZIP format, sections 4.3.7 (local header), 4.3.12 (directory) and 4.3.16 (end).
const signatures = { local: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 } as const;
const version = 20;
/** Bit 11: names are UTF-8. */
const flags = 0x0800;
/** 1 January 1980, midnight, the first moment of the format: the same files always make the same archive. */
const time = 0;
const date = 0x0021;

/** An archive of a few small files, not compressed. */
export function zip(files: readonly ManifestFile[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.name);
    const content = Buffer.from(file.content);
    const local = Buffer.concat([fields([4, signatures.local], ...about(name, content)), name, content]);
    // After what both headers share: comment, disk and attributes, all none, and where the file begins.
    const entry = fields([4, signatures.directory], [2, version], ...about(name, content), [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    directory.push(entry, name);
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = files.length;
  const end = fields([4, signatures.end], [2, 0], [2, 0], [2, count], [2, count], [4, index.length], [4, offset], [2, 0]);
  return Buffer.concat([...parts, index, end]);
}

type Field = readonly [bytes: 2 | 4, value: number];

/** What the local header and the directory both say of a file. */
function about(name: Buffer, content: Buffer): readonly Field[] {
  const size = content.length;
  return [
    [2, version],
    [2, flags],
    [2, 0],
    [2, time],
    [2, date],
    [4, crc32(content)],
    [4, size],
    [4, size],
    [2, name.length],
    [2, 0],
  ];
}

function fields(...all: readonly Field[]): Buffer {
  const buffer = Buffer.alloc(all.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of all) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
