import { describe, expect, it } from 'vitest';
import { strokeOf } from './design.ts';

type Three = readonly [number, number, number];

/** What is left of red, green and blue light for eyes that lack one kind of cone (Machado, Oliveira and Fernandes, 2009). */
const eyes: Readonly<Record<string, readonly [Three, Three, Three]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const hues = Array.from({ length: 8 }, (_, index) => strokeOf(index).colour);

/** Linear light of an sRGB colour, each 0..1. */
function lightOf(colour: string): Three {
  const part = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

const dot = (one: Three, other: Three): number => one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
const brightness = (light: Three): number => dot(light, [0.2126, 0.7152, 0.0722]);

/** CIE L*a*b*, in which distances are about as large as they look. */
function lab(light: Three): Three {
  const bend = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = bend(dot(light, [0.4124, 0.3576, 0.1805]) / 0.9505);
  const y = bend(brightness(light));
  const z = bend(dot(light, [0.0193, 0.1192, 0.9505]) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seenBy(eye: readonly [Three, Three, Three], colour: string): Three {
  const light = lightOf(colour);
  const seen = (row: Three): number => Math.min(1, Math.max(0, dot(row, light)));
  return lab([seen(eye[0]), seen(eye[1]), seen(eye[2])]);
}

describe('the colours of series', () => {
  it.each(Object.entries(eyes))('are told apart by eyes with %s', (_name, eye) => {
    const seen = hues.map((colour) => seenBy(eye, colour));
    const distances = seen.flatMap((one, index) =>
      seen.slice(index + 1).map((other) => Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])),
    );
    // 2.3 is what can just be seen of two areas beside each other; lines need several times that.
    expect(Math.min(...distances)).toBeGreaterThan(10);
  });

  it('stand out from the paper as WCAG 2.2 asks of graphics', () => {
    for (const colour of hues) expect(1.05 / (brightness(lightOf(colour)) + 0.05)).toBeGreaterThanOrEqual(3);
  });
});
