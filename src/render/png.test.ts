import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPngEncoder } from './png.ts';
import { readPicture } from './read-picture.fixture.ts';

const size = { width: 40, height: 30 };
const count = size.width * size.height;

/** Opaque pixels of the colours (0xRRGGBB) that `colourOf` gives. */
function pixelsOf(colourOf: (at: number) => number, many = count): Uint8Array {
  const pixels = new Uint8Array(many * 4);
  for (let at = 0; at < many; at += 1) {
    const colour = colourOf(at);
    pixels.set([colour >> 16, (colour >> 8) & 0xff, colour & 0xff, 0xff], at * 4);
  }
  return pixels;
}

async function furthest(encode: ReturnType<typeof createPngEncoder>, pixels: Uint8Array): Promise<number> {
  const shown = (await readPicture(encode(pixels))).pixels();
  return shown.reduce((most, part, at) => Math.max(most, Math.abs(part - (pixels[at] ?? 0))), 0);
}

describe('the encoder', () => {
  const encode = createPngEncoder(size);

  it('writes what other programs read as a PNG with a palette', async () => {
    const png = Buffer.from(encode(pixelsOf(() => 0x0072b2)));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // Bits per pixel and the colour type "palette", by the specification.
    expect([png[24], png[25]]).toEqual([8, 3]);
    const picture = await readPicture(png);
    expect([picture.width, picture.height, picture.of('#0072b2')]).toEqual([40, 30, count]);
  });

  it('keeps colours that are well apart as they are, and remembers nothing of the picture before', async () => {
    const colours = fc.array(fc.integer({ min: 0, max: 0xfff }), { minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(colours, async (twelveBits) => {
        // Steps of 17 in each part: further apart than what is put together.
        const of = (bits: number): number => ((bits >> 8) * 0x11_0000) | (((bits >> 4) & 0xf) * 0x1100) | ((bits & 0xf) * 0x11);
        const pixels = pixelsOf((at) => of(twelveBits[at % twelveBits.length] ?? 0));
        expect(await furthest(encode, pixels)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('shows any colours by near ones, however many they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 0xffffff }), { minLength: count, maxLength: count }), async (colours) => {
        expect(
          await furthest(
            encode,
            pixelsOf((at) => colours[at] ?? 0),
          ),
        ).toBeLessThanOrEqual(56 + 8);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps a pale area beside paper, though they are nearly alike', async () => {
    const large = createPngEncoder({ width: 100, height: 100 });
    const picture = await readPicture(large(pixelsOf((at) => (at < 1_000 ? 0xf3f5f7 : 0xffffff), 10_000)));
    expect([picture.of('#f3f5f7'), picture.of('#ffffff')]).toEqual([1_000, 9_000]);
  });
});
