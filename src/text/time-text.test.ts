import { describe, expect, it } from 'vitest';
import { createTimeText } from './time-text.ts';

const words = createTimeText();
const winter = Date.UTC(2026, 10, 20, 13, 5);
const summer = Date.UTC(2026, 6, 1, 22, 30);

describe('moments in words', () => {
  it('shows a moment in the reader’s zone, over midnight too', () => {
    expect(words.format(winter, 'Europe/Berlin', 'time')).toBe('14:05');
    expect(words.format(winter, 'Europe/Berlin', 'datetime')).toBe('2026-11-20 14:05');
    expect(words.format(summer, 'Europe/Berlin', 'date')).toBe('2026-07-02');
    expect(words.format(summer, 'UTC', 'date')).toBe('2026-07-01');
  });

  it.each([
    ['Europe/Berlin', winter, 'CET'],
    ['Europe/Berlin', summer, 'CEST'],
    ['America/New_York', winter, 'EST'],
    ['Africa/Johannesburg', winter, 'SAST'],
    ['America/Sao_Paulo', winter, 'GMT-3'],
    ['Europe/London', winter, 'GMT'],
    ['UTC', winter, 'UTC'],
  ])('names the zone %s as its people do', (zone, at, name) => {
    expect(words.zoneName(at, zone)).toBe(name);
  });

  it('knows the names of zones and takes nothing else for one', () => {
    expect(words.isZone('Europe/Berlin')).toBe(true);
    expect(words.isZone('UTC')).toBe(true);
    expect(words.isZone('Europe/Berlim')).toBe(false);
    expect(words.isZone('+02:00')).toBe(false);
    expect(words.isZone('')).toBe(false);
  });

  it('falls back to UTC for a zone that does not exist', () => {
    expect(words.format(winter, 'Mars/Olympus', 'time')).toBe('13:05');
  });
});
