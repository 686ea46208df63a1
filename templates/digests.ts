import { type Block, type Document, heading, sentence } from '../src/core/document.ts';
import { formatTarget, type Place, type Target } from '../src/core/model/person.ts';
import type { DigestSchedule } from '../src/core/model/schedule.ts';
import { scheduleWords } from './digests-when.ts';

type Here = Pick<Place, 'platform' | 'channel' | 'channelName'>;

/** All scheduled digests. `here`: the channel the list is shown in. */
export function digestList(schedules: readonly (DigestSchedule & { readonly next: number })[], here: Here): Document {
  if (schedules.length === 0) return sentence('No digest is scheduled.');
  const summary = schedules.length === 1 ? '1 digest is scheduled' : `${schedules.length} digests are scheduled`;
  const table: Block = {
    kind: 'table',
    columns: ['Digest', 'When', 'Next (UTC)', 'Of', 'To'].map((title) => ({ title, align: 'left' })),
    rows: inOrder(schedules).map((one) => [
      { text: one.id },
      { text: `${scheduleWords(one.cron)} (${one.timeZone})` },
      { text: new Date(one.next).toISOString().slice(0, 16).replace('T', ' ') },
      { text: one.services?.join(', ') ?? 'all services' },
      { text: one.targets.map((target) => (isHere(target, here) ? 'here' : formatTarget(target))).join(', ') },
    ]),
  };
  return { summary, blocks: [heading(summary), table] };
}

/** Targets that are configured may be names. */
function isHere({ platform, channel }: Target, here: Here): boolean {
  if (platform !== here.platform) return false;
  return channel === here.channel || (here.channelName !== undefined && channel.replace(/^#/u, '') === here.channelName.replace(/^#/u, ''));
}

/** digest-2 before digest-10. */
function inOrder<Schedule extends DigestSchedule>(schedules: readonly Schedule[]): readonly Schedule[] {
  return schedules.toSorted((one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }));
}
