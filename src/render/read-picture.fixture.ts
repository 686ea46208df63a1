import { createCanvas, loadImage } from 'canvas';

/** In the picture's own pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGBA. */
  readonly pixels: (area?: Area) => Buffer;
  /** How many pixels are darker than a third of the light of paper; lines and letters are, grid and areas are not. */
  readonly dark: (area?: Area) => number;
  /** How many pixels are of exactly this colour (#rrggbb). */
  readonly of: (colour: string, area?: Area) => number;
}

/** Opens a picture with another program than the one that made it. */
export async function readPicture(png: Uint8Array): Promise<Picture> {
  const image = await loadImage(Buffer.from(png));
  const brush = createCanvas(image.width, image.height).getContext('2d');
  brush.drawImage(image, 0, 0);
  const { width, height } = image;
  const pixels = (area: Area = { left: 0, top: 0, width, height }) =>
    Buffer.from(brush.getImageData(area.left, area.top, area.width, area.height).data);
  const count = (area: Area | undefined, is: (red: number, green: number, blue: number) => boolean): number => {
    const all = pixels(area);
    let found = 0;
    for (let at = 0; at < all.length; at += 4) if (is(all[at] ?? 0, all[at + 1] ?? 0, all[at + 2] ?? 0)) found += 1;
    return found;
  };
  return {
    width,
    height,
    pixels,
    dark: (area) => count(area, (red, green, blue) => 0.299 * red + 0.587 * green + 0.114 * blue < 160),
    of: (colour, area) => {
      const wanted = Number.parseInt(colour.slice(1), 16);
      return count(area, (red, green, blue) => red * 65_536 + green * 256 + blue === wanted);
    },
  };
}
