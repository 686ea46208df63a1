import { expect, it } from 'vitest';
import type { AlertEvent } from './alert.ts';
import { type Matchers, matchesAll } from './matchers.ts';

const event: AlertEvent = {
  source: 'alertmanager',
  key: 'k',
  state: 'fired',
  at: 0,
  rule: 'slow',
  title: 'Slow',
  description: '',
  severity: 'P2',
  resources: [],
  labels: { severity: 'page', Role: 'db' },
};
const matches = (match: Matchers) => matchesAll(match, event, undefined);

it('a label is meant by its name, and by “labels.” before it where a standard name is called so', () => {
  expect(matches({ role: ['d*'] })).toBe('matches');
  expect(matches({ 'labels.role': ['db'] })).toBe('matches');
  expect(matches({ 'labels.severity': ['PAGE'] })).toBe('matches');
  expect(matches({ severity: ['page'] })).toBe('differs');
  expect(matches({ 'labels.rule': ['slow'] })).toBe('differs');
});
