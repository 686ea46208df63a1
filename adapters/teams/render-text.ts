import type { Run, Text } from '../../src/core/document.ts';
import type { TimeText } from '../../src/core/ports.ts';
import type { Tone } from '../../src/core/tone.ts';
import type { CardColor, CardElement, TextRun } from './card.ts';
import { cut, safeUrl, visible } from './text.ts';

/** undefined where a tone has no colour of its own. */
export function colorOf(tone: Tone | undefined): CardColor | undefined {
  switch (tone) {
    case 'good':
      return 'Good';
    case 'warning':
      return 'Warning';
    case 'bad':
      return 'Attention';
    case 'unknown':
    case 'neutral':
    case undefined:
      return undefined;
  }
}

export const run = (text: string, look: Omit<TextRun, 'type' | 'text'> = {}): TextRun => ({ type: 'TextRun', text, ...look });

export const richText = (...inlines: readonly TextRun[]): CardElement => ({ type: 'RichTextBlock', inlines });

/** Text in one tone, for cells and facts. Empty text is a space: an empty run is refused by the platform. */
export function toned(text: string, tone: Tone | undefined, look: Omit<TextRun, 'type' | 'text'> = {}): TextRun {
  const color = colorOf(tone);
  return run(text === '' ? ' ' : text, color === undefined ? look : { ...look, color });
}

export type CutText = { readonly lines: readonly (readonly TextRun[])[]; readonly cut: 'cut' | 'whole' };

/** Draws runs, line by line (a run shows no line feed), and stops after `most` characters. */
export function drawText(text: Text, most: number, time: TimeText): CutText {
  const lines: TextRun[][] = [[]];
  let left = most;
  for (const one of text) {
    const drawn = drawRun(one, time);
    for (const [index, line] of drawn.text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (line === '') continue;
      if (left <= 0 || lines.length > mostLines) return { lines: withEllipsis(lines), cut: 'cut' };
      const kept = cut(line, left);
      lines.at(-1)?.push({ ...drawn, text: kept });
      if (kept !== line) return { lines, cut: 'cut' };
      left -= line.length;
    }
  }
  return { lines, cut: 'whole' };
}

/** Each line is an element of its own. */
const mostLines = 120;

function withEllipsis(lines: readonly (readonly TextRun[])[]): readonly (readonly TextRun[])[] {
  return [...lines.slice(0, mostLines), [run('…')]];
}

/** The lines as elements; empty lines become air. */
export function paragraphs(lines: readonly (readonly TextRun[])[]): readonly CardElement[] {
  return lines.flatMap((line, index): readonly CardElement[] => {
    if (line.length === 0) return [];
    const element = richText(...line);
    return [index === 0 ? element : { ...element, spacing: lines[index - 1]?.length === 0 ? 'Small' : 'None' }];
  });
}

function drawRun(one: Run, time: TimeText): TextRun {
  switch (one.kind) {
    case 'plain':
      return run(visible(one.text));
    case 'bold':
      return run(visible(one.text), { weight: 'Bolder' });
    case 'code':
      return run(visible(one.text), { fontType: 'Monospace' });
    case 'link': {
      const url = safeUrl(one.url);
      return url === undefined ? run(visible(one.text)) : run(visible(one.text), { selectAction: { type: 'Action.OpenUrl', url } });
    }
    case 'mention':
      return run(visible(one.name), { weight: 'Bolder' });
    case 'time':
      return run(writeMoment(one, time));
  }
}

export function writeMoment(
  moment: { readonly at: number; readonly zone: string; readonly style: 'time' | 'date' | 'datetime' },
  time: TimeText,
): string {
  const written = time.format(moment.at, moment.zone, moment.style);
  return moment.style === 'date' ? written : `${written} ${time.zoneName(moment.at, moment.zone)}`;
}
