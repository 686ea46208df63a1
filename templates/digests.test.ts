import { describe, expect, it } from 'vitest';
import { digestList } from './digests.ts';

describe('the list of digests', () => {
  it('is in the order of their numbers, and calls the channel it is shown in by that', () => {
    const schedule = (id: string, channel: string) => ({
      id,
      cron: '0 9 * * *',
      timeZone: 'UTC',
      targets: [{ platform: 'slack', channel }],
      addedBy: 'slack:U1',
      addedAt: 0,
      next: 0,
    });
    const [, table] = digestList([schedule('digest-10', 'C1'), schedule('digest-2', 'C2'), schedule('config-1', '#ops')], {
      platform: 'slack',
      channel: 'C1',
      channelName: 'ops',
    }).blocks;
    if (table?.kind !== 'table') throw new Error('there is no table');
    expect(table.rows.map((row) => [row[0]?.text, row[4]?.text])).toEqual([
      ['config-1', 'here'],
      ['digest-2', 'slack:C2'],
      ['digest-10', 'here'],
    ]);
  });
});
