import { describe, expect, it } from 'vitest';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { shop } from '../../test/fakes/incident-desk.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { temporaryFolder } from '../../test/fakes/temporary-folder.ts';
import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { DigestSchedule } from '../core/model/schedule.ts';
import { createCronTimes } from '../schedule/cron-times.ts';
import { createScheduler } from '../schedule/scheduler.ts';
import { openSqliteLedger } from '../stores/ledger/sqlite.ts';
import { openLowdbSettings } from '../stores/settings/open-settings.ts';
import { createTimeText } from '../text/time-text.ts';
import { createDigests } from './digests.ts';

const start = Date.UTC(2026, 10, 18, 7, 30);
const nine = Date.UTC(2026, 10, 18, 8);
const day = 86_400_000;
const fromConfig = (addedAt: number): DigestSchedule => ({
  id: 'config-1',
  cron: '0 9 * * *',
  timeZone: 'Europe/Berlin',
  targets: [
    { platform: 'slack', channel: '#ops' },
    { platform: 'teams', channel: '19:ops' },
  ],
  addedAt,
});

async function open(configured: 'daily' | 'none' = 'none') {
  const clock = createHandClock(start);
  const settings = await openLowdbSettings({ folder: await temporaryFolder() });
  const ledger = await openSqliteLedger({ file: ':memory:', clock });
  const boot = (commit: Ledger['commit'] = ledger.commit) =>
    createDigests({
      configured: configured === 'daily' ? [fromConfig(clock.now())] : [],
      settings,
      ledger: { ...ledger, commit },
      health: { of: async (_services, at) => ({ from: at - 1, services: [] }) },
      catalogue: {
        services: () => [shop],
        service: (name) => {
          if (name === shop.name) return shop;
          throw new UserError(`No service called ${name}.`);
        },
      },
      cron: createCronTimes(),
      time: createTimeText(),
      clock,
      log: createLogList(),
      wake: () => undefined,
    });
  const orders = async (): Promise<readonly string[]> => {
    const keys: string[] = [];
    for (
      let leased = await ledger.lease(clock.now(), { most: 9, busy: [], pace: () => undefined });
      leased.length > 0;
      leased = await ledger.lease(clock.now(), { most: 9, busy: [], pace: () => undefined })
    ) {
      keys.push(...leased.map((one) => one.key));
      for (const one of leased) await ledger.settle(one.id, { outcome: 'done' });
    }
    return keys;
  };
  return { clock, settings, ledger, boot, orders, digests: boot() };
}

describe('scheduled digests', () => {
  it('are ordered once for each channel when their time has come', async () => {
    const { clock, digests, orders } = await open('daily');
    expect(await digests.job.next()).toBe(nine);
    clock.set(nine - 1);
    await digests.job.run(clock.now());
    expect(await orders()).toEqual([]);
    clock.set(nine);
    await digests.job.run(clock.now());
    await digests.job.run(clock.now());
    expect(await orders()).toEqual([`digest:config-1:${nine}:slack:#ops`, `digest:config-1:${nine}:teams:19:ops`]);
    expect(await digests.job.next()).toBe(nine + day);
  });

  it('added in a chat are ordered by the scheduler when the morning comes, once, and again the day after', async () => {
    const { clock, digests, orders } = await open();
    await digests.add({ cron: '0 9 * * *', timeZone: 'Europe/Berlin', targets: [{ platform: 'slack', channel: 'C1' }] });
    const scheduler = createScheduler({ clock, log: createLogList(), heartbeat: () => async () => undefined });
    scheduler.register(digests.job);
    expect(await scheduler.tick()).toBe(nine);
    expect(await orders()).toEqual([]);
    for (const morning of [nine, nine + day]) {
      clock.set(morning - 1);
      expect(await scheduler.tick()).toBe(morning);
      clock.set(morning);
      expect(await scheduler.tick()).toBe(morning + day);
      await scheduler.tick();
      expect(await orders()).toEqual([`digest:digest-1:${morning}:slack:C1`]);
    }
    await scheduler.stop();
  });

  it('24 are ordered once although the bot dies between the order and its note of it', async () => {
    const { clock, ledger, boot, orders } = await open('daily');
    const first = boot(async (change) => {
      await ledger.commit(change);
      throw new Error('killed');
    });
    await first.job.next();
    clock.set(nine);
    await expect(first.job.run(clock.now())).rejects.toThrow('killed');
    await boot().job.run(clock.now());
    expect(await orders()).toHaveLength(2);
  });

  it('24 are posted after a restart over their time, when it is not too late', async () => {
    const { clock, digests, boot, orders } = await open('daily');
    await digests.job.next();
    clock.set(nine + 600_000);
    await boot().job.run(clock.now());
    expect(await orders()).toHaveLength(2);
  });

  it('are skipped when the bot was away for longer, and the next one comes as usual', async () => {
    const { clock, digests, boot, orders } = await open('daily');
    await digests.job.next();
    clock.set(nine + 4 * 3_600_000);
    const restarted = boot();
    await restarted.job.run(clock.now());
    expect(await orders()).toEqual([]);
    expect(await restarted.job.next()).toBe(nine + day);
  });

  it('can be added, listed and removed; a removed one is not posted', async () => {
    const { clock, digests, orders } = await open();
    const added = await digests.add({
      cron: '30 8 * * 1,3',
      timeZone: 'UTC',
      services: ['shop'],
      targets: [{ platform: 'slack', channel: 'C1' }],
    });
    expect(added).toMatchObject({ id: 'digest-1', addedAt: start, next: Date.UTC(2026, 10, 18, 8, 30) });
    expect((await digests.list()).map((one) => one.id)).toEqual(['digest-1']);
    expect(await digests.remove('digest-1')).toMatchObject({ id: 'digest-1' });
    clock.set(added.next);
    await digests.job.run(clock.now());
    expect(await orders()).toEqual([]);
    expect(await digests.job.next()).toBeUndefined();
  });

  it('are all kept when several people add one at the same moment', async () => {
    const { digests } = await open();
    const wanted = { timeZone: 'UTC', targets: [{ platform: 'slack', channel: 'C1' }] };
    const added = await Promise.all(['0 8 * * *', '0 9 * * *', '0 8 * * *'].map((cron) => digests.add({ ...wanted, cron })));
    expect(added.map((one) => one.id)).toEqual(['digest-1', 'digest-2', 'digest-1']);
    expect((await digests.list()).map((one) => one.cron)).toEqual(['0 8 * * *', '0 9 * * *']);
  });

  it('never take the name of a removed one, whose last post may still wait to go out', async () => {
    const { digests } = await open();
    const wanted = { timeZone: 'UTC', targets: [{ platform: 'slack', channel: 'C1' }] };
    await digests.add({ ...wanted, cron: '0 8 * * *' });
    await digests.job.next();
    await digests.remove('digest-1');
    expect((await digests.add({ ...wanted, cron: '0 9 * * *' })).id).toBe('digest-2');
  });

  it('go on after the clock was ahead for a while, and post nothing twice', async () => {
    const { clock, digests, orders } = await open('daily');
    await digests.job.next();
    clock.set(nine + 400 * day);
    await digests.job.run(clock.now());
    expect(await orders()).toHaveLength(2);
    clock.set(nine - 1);
    expect(await digests.job.next()).toBe(nine);
    clock.set(nine);
    await digests.job.run(clock.now());
    clock.set(nine - 60_000);
    await digests.job.run(clock.now());
    clock.set(nine);
    await digests.job.run(clock.now());
    expect(await orders()).toHaveLength(2);
  });

  it('are posted although one beside them cannot be read, as after a slip in settings.json', async () => {
    const { clock, settings, digests, orders } = await open('daily');
    await settings.put('schedules', { id: 'digest-1', cron: '0 25 * * *', timeZone: 'UTC', targets: [], addedAt: start });
    expect(await digests.job.next()).toBe(nine);
    clock.set(nine);
    await digests.job.run(clock.now());
    expect(await orders()).toHaveLength(2);
  });

  it('refuse unknown services, zones and digests, and those of tocsin.yaml', async () => {
    const { digests } = await open('daily');
    const wanted = { cron: '0 9 * * *', timeZone: 'UTC', targets: [] };
    await expect(digests.add({ ...wanted, services: ['shpo'] })).rejects.toThrow('No service called shpo.');
    await expect(digests.add({ ...wanted, timeZone: 'Europe/Berln' })).rejects.toThrow('There is no time zone Europe/Berln.');
    await expect(digests.remove('digest-7')).rejects.toThrow('There is no digest digest-7.');
    await expect(digests.remove('config-1')).rejects.toThrow('config-1 is written in tocsin.yaml');
  });

  it('are of all services unless some are named', async () => {
    const { digests } = await open();
    const content = await digests.content({ timeZone: 'UTC' }, nine, new AbortController().signal);
    expect(content).toEqual({ at: nine, from: nine - 1, timeZone: 'UTC', services: [], unassigned: [] });
  });
});
