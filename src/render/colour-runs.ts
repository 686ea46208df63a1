/** The size of a picture in its own pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture as stretches of one colour, each within a row. Most of a chart is paper: there are far fewer of them than pixels. */
export interface ColourRuns {
  /** 0xAABBGGRR. */
  readonly colours: Int32Array;
  /** The number of the pixel behind the stretch, counted from the picture's first. */
  readonly ends: Int32Array;
  /** How many stretches there are; what the lists hold beyond is old. */
  readonly count: number;
}

/** Reads RGBA pixels. The runs are written into the same lists each time, and so are good until the next picture only. */
export function createRunReader({ width, height }: Size): (pixels: Uint8Array) => ColourRuns {
  const colours = new Int32Array(width * height);
  const ends = new Int32Array(width * height);
  return (pixels) => {
    const all = new Int32Array(pixels.buffer, pixels.byteOffset, width * height);
    let count = 0;
    for (let begin = 0; begin < all.length; begin += width) {
      let colour = all[begin] ?? 0;
      for (let at = begin + 1; at < begin + width; at += 1) {
        const next = all[at] ?? 0;
        if (next === colour) continue;
        colours[count] = colour;
        ends[count] = at;
        count += 1;
        colour = next;
      }
      colours[count] = colour;
      ends[count] = begin + width;
      count += 1;
    }
    return { colours, ends, count };
  };
}
