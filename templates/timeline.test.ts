import { describe, expect, it } from 'vitest';
import { type Document, plainText } from '../src/core/document.ts';
import type { TimelineEntry } from '../src/core/model/incident.ts';
import type { IncidentView } from '../src/services/services.ts';
import { notice } from './notice.ts';
import { threadNews, timeline } from './timeline.ts';

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

  /** What the alert did in each minute; it flaps from the third on. */
  const does = (...kinds: readonly TimelineEntry['kind'][]): readonly TimelineEntry[] =>
    kinds.map((kind, index) => ({
      ...entry(kind, kind, index + 1),
      alert: { key: 'a', name: 'Slow [web-b]', ...(index > 1 && { flaps: true }) },
    }));

  it('tells in one line what an alert did that fired and ended again and again, where it last stands', () => {
    const flaps = does('refired', 'alert-resolved', 'refired', 'alert-resolved');
    const [first, ...others] = flaps;
    const document = threadNews([...(first === undefined ? [] : [first]), entry('raised to P0', 'severity', 1), ...others], 'UTC');
    expect(lines(document)).toEqual([
      '03:13:00.000Z raised to P0',
      '03:16:00.000Z Alert flaps: Slow [web-b]; fired 2 times and resolved 2 times, between 2026-11-20T03:13:00.000Z and 2026-11-20T03:16:00.000Z; it is resolved now',
    ]);
    expect(document.summary).toBe('Alert flaps: Slow [web-b]; fired 2 times and resolved 2 times; it is resolved now (and 1 more)');
  });

  it('says where an alert stands that flaps and opened the incident again', () => {
    const document = threadNews(does('refired', 'alert-resolved', 'refired', 'alert-resolved', 'reopened'), 'UTC');
    expect(lines(document)).toEqual([
      '03:16:00.000Z Alert flaps: Slow [web-b]; fired 2 times and resolved 2 times, between 2026-11-20T03:13:00.000Z and 2026-11-20T03:16:00.000Z; it fires now',
      '03:17:00.000Z reopened',
    ]);
  });

  it('sums up nothing of an alert that does not flap, however late it is told together', () => {
    const told = does('refired', 'alert-resolved', 'refired').map((one, hours) => ({
      ...one,
      at: at + hours * 3_600_000,
      alert: { key: 'a', name: 'Slow [web-b]' },
    }));
    expect(lines(threadNews(told, 'UTC'))).toEqual(['03:12:00.000Z refired', '04:12:00.000Z alert-resolved', '05:12:00.000Z refired']);
  });

  it('does not count how it was opened among what is new', () => {
    expect(threadNews([entry('Opened', 'opened'), entry('Errors joined')], 'UTC').summary).toBe('Errors joined');
  });

  it('keeps to its length when there are many decisions', () => {
    const document = threadNews([entry('alert'), ...Array.from({ length: 12 }, (_, index) => entry(`note ${index}`, 'note'))], 'UTC');
    expect(lines(document)).toHaveLength(9);
    expect(lines(document).at(-1)).toBe('and 5 more: timeline INC-7');
  });
});

describe('a whole story', () => {
  const view: IncidentView = {
    incident: {
      id: 'INC-7',
      services: [],
      title: 'Slow',
      severity: 'P0',
      state: 'triggered',
      openedAt: at,
      alerts: [],
      rooms: [],
      version: 1,
    },
    service: undefined,
    issueTracker: 'absent',
    timeZone: 'UTC',
    linkHosts: [],
  };
  const many = (kind: TimelineEntry['kind'], from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => entry(`${kind} ${index}`, kind, from + index));

  it('of a storm keeps how it began and every decision, and tells in one line what repeats', () => {
    const story = [
      entry('Opened by the alert Slow', 'opened'),
      ...many('joined', 0, 145),
      entry('raised to P0', 'severity', 145),
      ...many('alert-resolved', 146, 290),
      entry('Resolved', 'resolved', 290),
    ];
    const document = timeline(view, story);
    expect(lines(document).slice(2, 7)).toEqual([
      '03:12:00.000Z Opened by the alert Slow',
      '03:12:00.000Z 145 alerts joined, until 2026-11-20T05:36:00.000Z',
      '05:37:00.000Z raised to P0',
      '05:38:00.000Z Alerts resolved 144 times, until 2026-11-20T08:01:00.000Z',
      '08:02:00.000Z Resolved',
    ]);
    const file = document.blocks.find((block) => block.kind === 'file');
    expect(file?.content.trimEnd().split('\n')).toHaveLength(story.length + 1);
    expect(JSON.stringify(document)).toContain('292 lines are told in fewer here."');
  });

  it('counts the lines it leaves out, also those that one line stands for; the file has the first and the latest', () => {
    const story = Array.from({ length: 600 }, (_, index) => [
      ...many('joined', index * 10, index * 10 + 5),
      entry(`note ${index}`, 'note', index * 10 + 6),
    ]).flat();
    const document = timeline(view, story);
    // Of 1,200 lines, 5 alerts and a note in turn, 30 are shown.
    expect(lines(document)).toContain('3,510 lines between these are not shown here.');
    expect(lines(document)).toContain('3,600 lines are told in fewer here. The file, too, has only the first and the latest.');
    const file = document.blocks.find((block) => block.kind === 'file');
    const kept = file?.content.trimEnd().split('\n') ?? [];
    expect([kept.length, kept[501]]).toEqual([2_002, '… what lies between is left out …']);
  });

  it('bundles nothing where all of it fits', () => {
    const document = timeline(view, many('joined', 0, 20));
    expect(lines(document).filter((line) => line.includes('joined'))).toHaveLength(20);
    expect(document.blocks.some((block) => block.kind === 'file')).toBe(false);
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
