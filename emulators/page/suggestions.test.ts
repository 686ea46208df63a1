import { describe, expect, it } from 'vitest';
import { callOf, suggest } from './suggestions.ts';

describe('what a line suggests', () => {
  it('is everything at the first sign, in the words of the place', () => {
    expect(suggest('/', callOf('slack', 'channel'))[0]?.text).toBe('/tocsin help');
    expect(suggest('@', callOf('slack', 'thread'))[0]?.text).toBe('@Tocsin help');
    expect(suggest('@to', callOf('teams', 'channel'))[0]?.text).toBe('@Tocsin help');
  });

  it('narrows with each letter, and is nothing once the line is one of them', () => {
    expect(suggest('/tocsin wh', '/tocsin ').map((one) => one.text)).toEqual(['/tocsin whoami']);
    expect(suggest('/tocsin whoami', '/tocsin ')).toEqual([]);
    expect(suggest('/tocsin chart', '/tocsin ')).toEqual([]);
  });

  it('is nothing for plain words', () => {
    expect(suggest('hello', '/tocsin ')).toEqual([]);
    expect(suggest('/', callOf('teams', 'direct'))).toEqual([]);
  });
});
