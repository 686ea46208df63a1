import { type Block, type Document, heading, sentence } from '../src/core/document.ts';
import { formatTarget } from '../src/core/model/person.ts';
import type { DigestSchedule } from '../src/core/model/schedule.ts';
import { scheduleWords } from './digests-when.ts';

/** All scheduled digests. `here`: the channel the list is shown in, as formatTarget writes it. */
export function digestList(schedules: readonly (DigestSchedule & { readonly next: number })[], here: string | undefined): Document {
  if (schedules.length === 0) return sentence('No digest is scheduled.');
  const summary = schedules.length === 1 ? '1 digest is scheduled' : `${schedules.length} digests are scheduled`;
  const table: Block = {
    kind: 'table',
    columns: ['Digest', 'When', 'Next (UTC)', 'Of', 'To'].map((title) => ({ title, align: 'left' })),
    rows: schedules.map((one) => [
      { text: one.id },
      { text: `${scheduleWords(one.cron)} (${one.timeZone})` },
      { text: new Date(one.next).toISOString().slice(0, 16).replace('T', ' ') },
      { text: one.services?.join(', ') ?? 'all services' },
      { text: one.targets.map((target) => (formatTarget(target) === here ? 'here' : formatTarget(target))).join(', ') },
    ]),
  };
  return { summary, blocks: [heading(summary), table] };
}
