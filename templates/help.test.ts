import { expect, it } from 'vitest';
import { plainText } from '../src/core/document.ts';
import { helpOverview } from './help.ts';

it.each([
  ['slack', true],
  ['teams', false],
  ['console', false],
])('the slash is only spoken of where there is one: %s', (platform, spoken) => {
  const words = helpOverview([], platform).blocks.map((block) => (block.kind === 'text' ? plainText(block.runs) : ''));
  expect(words.join(' ').includes('instead of a slash')).toBe(spoken);
});
