import { describe, expect, it } from 'vitest';
import { readWords } from '../src/core/words.ts';
import { createSuggest } from '../src/text/suggest.ts';
import { commands } from './index.ts';

const suggest = createSuggest();
const examples = commands.flatMap((command) => command.examples.map((example) => [command, example] as const));

describe('every command', () => {
  it.each(examples.map(([command, example]) => [example, command] as const))('understands its example “%s”', (example, command) => {
    expect(readWords(example).all[0]?.text).toBe(command.name);
    expect(() => command.prepare(readWords(example), suggest)).not.toThrow();
  });

  it('has a name of its own, that a suggestion cannot confuse', () => {
    const names = commands.map((command) => command.name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(suggest(name, names)).toBe(name);
  });

  it('says in a sentence what it does, and how it is typed', () => {
    for (const { name, summary, usage } of commands) {
      expect(summary).toMatch(/^[A-Z].{10,90}\.$/u);
      expect(usage.startsWith(name)).toBe(true);
    }
  });
});
