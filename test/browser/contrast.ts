import type { Page } from 'playwright-core';

/** Words with a contrast below 4.5:1 (WCAG 2.2, 1.4.3) to what is painted behind them; pictures and what is switched off do not count. */
export async function poorContrasts(page: Page): Promise<readonly string[]> {
  // Colours that are moving are no colours yet.
  await page.evaluate(async () => {
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
  });
  return page.evaluate(() => {
    type Rgba = readonly [number, number, number, number];
    const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    /** Any colour that CSS can say, as it is painted. */
    const rgba = (colour: string): Rgba => {
      if (pen === null) throw new Error('This browser paints nothing.');
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = ([r, g, b, a]: Rgba, below: Rgba): Rgba => [
      r * a + below[0] * (1 - a),
      g * a + below[1] * (1 - a),
      b * a + below[2] * (1 - a),
      1,
    ];
    const light = ([r, g, b]: Rgba): number => {
      const part = (value: number): number => (value <= 10.3 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const behind = (element: Element): Rgba => {
      const layers: Rgba[] = [];
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const painted = rgba(getComputedStyle(at).backgroundColor);
        if (painted[3] > 0) layers.push(painted);
        if (painted[3] === 1) break;
      }
      return layers.reduceRight<Rgba>((below, layer) => over(layer, below), [255, 255, 255, 1]);
    };
    const poor = new Set<string>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const element = text.parentElement;
      const words = text.textContent?.trim() ?? '';
      if (element === null || words === '' || element.closest('style, script, [disabled], .unseen, .mark') !== null) continue;
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const ground = behind(element);
      const ink = over(rgba(getComputedStyle(element).color), ground);
      const [lighter = 0, darker = 0] = [light(ink), light(ground)].toSorted((one, other) => other - one);
      const ratio = (lighter + 0.05) / (darker + 0.05);
      if (ratio < 4.5) poor.add(`${ratio.toFixed(2)} “${words.slice(0, 30)}” (${element.className || element.tagName})`);
    }
    return [...poor];
  });
}
