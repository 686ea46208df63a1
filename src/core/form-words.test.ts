import { describe, expect, it } from 'vitest';
import { formCommand } from './form-words.ts';

describe('the command of a form', () => {
  it('says each field by its name, those with “=” by their value alone, and leaves out what is empty', () => {
    const fields = [
      { name: '=metric', value: 'response time' },
      { name: 'of', value: ' bps-website ' },
      { name: 'by', value: '' },
      { name: 'over', value: '6h' },
    ];
    expect(formCommand('chart', fields)).toBe('chart "response time" of bps-website over 6h');
  });
});
