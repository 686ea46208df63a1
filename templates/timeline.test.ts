import { describe, expect, it } from 'vitest';
import { type Document, plainText } from '../src/core/document.ts';
import type { TimelineEntry } from '../src/core/model/incident.ts';
import { notice } from './notice.ts';
import { threadNews } from './timeline.ts';

const at = Date.UTC(2026, 10, 20, 3, 12);
const entry = (text: string, kind: TimelineEntry['kind'] = 'joined', minute = 0): TimelineEntry => ({
  incident: 'INC-7',
  at: at + minute * 60_000,
  kind,
  text,
});
const lines = ({ blocks }: Document): readonly string[] =>
  blocks.map((block) => ('runs' in block ? plainText(block.runs).replace(/^2026-11-20T/u, '') : block.kind));

describe('news in a thread', () => {
  it('is a short list where several lines go out together, oldest first, in the zone of the incidents', () => {
    const document = threadNews(
      [entry('Errors joined'), entry('raised to P0', 'severity', 1), entry('resolved', 'resolved', 9)],
      'Europe/Berlin',
    );
    expect(lines(document)).toEqual(['03:12:00.000Z Errors joined', '03:13:00.000Z raised to P0', '03:21:00.000Z resolved']);
    expect(document.summary).toBe('resolved (and 2 more)');
    expect(JSON.stringify(document)).toContain('"zone":"Europe/Berlin"');
  });

  it('says in a storm how many lines are left out and where they are, and leaves out no decision for them', () => {
    const storm = Array.from({ length: 47 }, (_, index) => entry(`alert ${index}`, 'joined', index));
    const document = threadNews([entry('raised to P0', 'severity'), ...storm, entry('all quiet', 'resolved', 50)], 'UTC');
    expect(lines(document)).toEqual([
      '03:12:00.000Z raised to P0',
      ...[41, 42, 43, 44, 45, 46].map((index) => `03:${12 + index}:00.000Z alert ${index}`),
      '04:02:00.000Z all quiet',
      'and 41 more: timeline INC-7',
    ]);
  });

  it('keeps to its length when there are many decisions', () => {
    const document = threadNews([entry('alert'), ...Array.from({ length: 12 }, (_, index) => entry(`note ${index}`, 'note'))], 'UTC');
    expect(lines(document)).toHaveLength(9);
    expect(lines(document).at(-1)).toBe('and 5 more: timeline INC-7');
  });
});

describe('a notice about Tocsin itself', () => {
  it('is text and nothing else, whatever it quotes', () => {
    expect(notice('<!channel> sends too much')).toEqual({
      summary: '<!channel> sends too much',
      blocks: [{ kind: 'note', tone: 'warning', runs: [{ kind: 'plain', text: '<!channel> sends too much' }] }],
    });
  });
});
