import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeCli } from '../../test/fakes/cli.ts';
import type { CliDependencies, Replayed } from './dependencies.ts';
import { runCli } from './index.ts';
import { readLine } from './replay-input.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-replay-'));
  await writeFile(join(folder, 'tocsin.yaml'), 'services: { checkout: {} }\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const line = (at: string, body: object): string => JSON.stringify({ at, source: 'azure', body });
const opened: Replayed = {
  decision: 'opened',
  incident: 'INC-1',
  alert: 'azure|slow',
  service: 'checkout',
  reason: 'nothing else is open',
  alerts: [{ decision: 'opened', incident: 'INC-1', alert: 'azure|slow', service: 'checkout', reason: 'nothing else is open' }],
};
const replay: CliDependencies['replay'] = async (_loaded, messages) => messages.map(() => opened);

describe('tocsin replay', () => {
  it('prints one line of JSON for each message, those that cannot be read in their place', async () => {
    await writeFile(
      join(folder, 'a.ndjson'),
      `${line('2026-11-20T09:00:00Z', {})}\n{"at": "yesterday"}\n\n${line('2026-11-20T09:01:00Z', {})}\n`,
    );
    const { deps, terminal } = fakeCli(folder, { replay });
    expect(await runCli(['replay', 'a.ndjson', '--json'], deps)).toBe(1);
    const lines = terminal
      .written()
      .split('\n')
      .filter((one) => one.startsWith('{'))
      .map((one): unknown => JSON.parse(one));
    expect(lines).toEqual([
      { line: 1, ...opened },
      {
        line: 2,
        decision: 'rejected',
        incident: null,
        alert: null,
        service: null,
        reason: 'at must be a time such as 2026-11-20T09:00:00Z',
        alerts: [],
      },
      // The empty line has a number, too.
      { line: 4, ...opened },
    ]);
    expect(terminal.errors()).toContain('1 of 3 lines could not be read');
  });

  it('says of what was rejected whether the line or the message was at fault', async () => {
    await writeFile(join(folder, 'a.ndjson'), `{"at": "yesterday"}\n${line('2026-11-20T09:00:00Z', {})}\n`);
    const refused: Replayed = { ...opened, decision: 'rejected', incident: undefined, reason: 'no alert of Azure' };
    const { deps, terminal } = fakeCli(folder, { replay: async () => [refused] });
    expect(await runCli(['replay', 'a.ndjson'], deps)).toBe(1);
    expect(terminal.written()).toContain('2 lines: 2 rejected');
    expect(terminal.errors()).toBe(
      'Rejected: 1 of 2 lines could not be read: a line is {"at": time, "source": name, "body": {…}}; 1 message could be read, but the body is none that the source sends.\n',
    );
  });

  it('tells people in words, with the sum at the end', async () => {
    await writeFile(join(folder, 'a.ndjson'), line('2026-11-20T09:00:00Z', {}));
    const { deps, terminal } = fakeCli(folder, { replay });
    expect(await runCli(['replay', 'a.ndjson'], deps)).toBe(0);
    expect(terminal.written()).toBe('1 opened INC-1 checkout: nothing else is open\n1 line: 1 opened; 1 incident.\n');
  });

  it('compares other rules with what happened', async () => {
    const figures = { incidents: 12, announcements: 80, atNight: 9, held: 0 };
    const { deps, terminal } = fakeCli(folder, {
      replayLedger: async (_loaded, { sinceMs }) => ({
        messages: 400,
        from: Date.UTC(2026, 9, 21) + sinceMs - 30 * 86_400_000,
        timeZone: 'Europe/Berlin',
        happened: figures,
        wouldHave: { ...figures, incidents: 7, atNight: 2, held: 31 },
        notes: ['Services that are described by tags alone stay unassigned.'],
      }),
    });
    expect(await runCli(['replay', '--from-ledger'], deps)).toBe(0);
    expect(terminal.written()).toMatchInlineSnapshot(`
      "400 messages since 2026-10-21T00:00:00.000Z; nights are those of Europe/Berlin.

                                 happened  new rules
      Incidents                        12          7
      Announcements                    80         80
      … at night (22:00–07:00)          9          2
      Alerts held                       0         31

      Services that are described by tags alone stay unassigned.
      "
    `);
  });

  it.each([
    [['replay'], 'Name a file of recorded messages'],
    [['replay', 'a.ndjson', '--from-ledger'], 'Name a file of recorded messages'],
    [['replay', 'none.ndjson'], 'There is no file'],
    [['replay', '--from-ledger', '--since', 'ever'], '“ever” is not a length of time'],
  ])('%j is a mistake that is explained', async (args, fault) => {
    const { deps, terminal } = fakeCli(folder, { replay });
    expect(await runCli(args, deps)).toBe(1);
    expect(terminal.errors()).toContain(fault);
  });
});

describe('a recorded message of Sentry', () => {
  it.each([
    [{ data: { metric_alert: {} } }, 'metric_alert'],
    [{ data: { event: {} } }, 'event_alert'],
    [{ data: { issue: {} } }, 'issue'],
    [{ data: { error: {} } }, 'error'],
    [{ data: {} }, undefined],
    [[], undefined],
  ])('%j is known by its shape', (body, resource) => {
    const read = readLine(JSON.stringify({ at: '2026-11-20T09:00:00Z', source: 'sentry', body }));
    expect(read).toMatchObject({ ok: true, message: { resource } });
  });
});
