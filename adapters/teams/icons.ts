import { crc32, deflateSync } from 'node:zlib';

export interface Icon {
  readonly name: string;
  readonly content: Uint8Array;
}

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

const clear: Pixel = [0, 0, 0, 0];
const white: Pixel = [255, 255, 255, 255];
const blue: Pixel = [31, 78, 121, 255];

/** The app's two icons, a bell: in colour (192 × 192) and as an outline (32 × 32, white on nothing, as Teams wants it). */
export function teamsIcons(): readonly Icon[] {
  return [
    { name: 'color.png', content: drawPng(192, (x, y) => (inBell(x, y) ? white : blue)) },
    { name: 'outline.png', content: drawPng(32, (x, y) => (inBell(x, y) ? white : clear)) },
  ];
}

/** x and y from 0 to 1. */
function inBell(x: number, y: number): boolean {
  const fromMiddle = Math.abs(x - 0.5);
  const dome = y < 0.45 && fromMiddle ** 2 + (y - 0.45) ** 2 < 0.04;
  const flank = y >= 0.45 && y < 0.68 && fromMiddle < 0.2 + (y - 0.45) * 0.4;
  const rim = y >= 0.68 && y < 0.74 && fromMiddle < 0.34;
  const clapper = fromMiddle ** 2 + (y - 0.79) ** 2 < 0.0049;
  return dome || flank || rim || clapper;
}

function drawPng(size: number, pixel: (x: number, y: number) => Pixel): Uint8Array {
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      rows.set(pixel((column + 0.5) / size, (row + 0.5) / size), row * (1 + size * 4) + 1 + column * 4);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a channel, red, green, blue and alpha.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
