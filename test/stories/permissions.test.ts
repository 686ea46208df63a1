import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Origin } from '../../src/core/invocation.ts';
import type { Person, Place, Role } from '../../src/core/model/person.ts';
import type { DigestSchedule } from '../../src/core/model/schedule.ts';
import { createRouter } from '../../src/core/router.ts';
import { createSavedCharts } from '../../src/services/saved-charts.ts';
import { createSavedQueries } from '../../src/services/saved-queries.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { openLowdbSettings } from '../../src/stores/settings/open-settings.ts';
import { createSuggest } from '../../src/text/suggest.ts';
import { noServices } from '../fakes/context.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { now, saved, savedQuery, withButtons, wordsOf } from './permissions-buttons.ts';
import { needed, neededFor, said } from './permissions-said.ts';

const roles = ['viewer', 'responder', 'admin'] as const;
const platforms = ['slack', 'teams'] as const;
const kinds = ['channel', 'thread', 'direct', 'group'] as const;

function placeOf(platform: string, kind: (typeof kinds)[number]): Place {
  const where = { platform, channel: `${platform}-${kind}` };
  return kind === 'thread' ? { ...where, kind: 'channel', thread: 'root' } : { ...where, kind };
}

/** A service that was reached: whoever got here was let in. */
class Reached extends Error {}
const reach = (): Promise<never> => Promise.reject(new Reached());
const reachAtOnce = (): never => {
  throw new Reached();
};

const digest = (id: string, addedBy: string): DigestSchedule & { readonly next: number } => ({
  id,
  cron: '0 9 * * *',
  timeZone: 'UTC',
  targets: [],
  addedBy,
  addedAt: 0,
  next: now,
});

/** A router over the real commands and ledger; every service ends what is asked of it, so that only the permission decides. */
async function openDoor(platform: string) {
  const clock = createHandClock(now);
  const log = createLogList();
  const ledger = await openSqliteLedger({ file: ':memory:', clock });
  const reaching = Object.fromEntries(
    Object.entries(noServices).map(([name, service]) => [name, Object.fromEntries(Object.keys(service).map((method) => [method, reach]))]),
  );
  const list = async () => [digest('mine', `${platform}:me`), digest('theirs', 'slack:ana')];
  const digests = { ...noServices.digests, list, add: reach, remove: reach, content: reach };
  const settings = await openLowdbSettings({ folder: await temporaryFolder() });
  onTestFinished(settings.close);
  for (const [id, owner] of [
    ['mine', `${platform}:me`],
    ['theirs', 'slack:ana'],
  ] as const) {
    await settings.put('charts', { ...saved, id, name: id, owner });
    await settings.put('savedQueries', { ...savedQuery, id, name: id, owner });
  }
  const { remove } = createSavedCharts({ settings, ledger, suggest: createSuggest() });
  const savedCharts = { list: reach, find: reach, save: reach, lastDrawn: reach, remove };
  const named = createSavedQueries({ shipped: [], settings, ledger, kept: reach, suggest: createSuggest() });
  const savedQueries = { list: reach, find: reach, save: reach, lastAsked: reach, remove: named.remove };
  const queries = { ask: reach, explain: reach, keep: reach, kept: reach, cancel: reachAtOnce };
  const catalogue = {
    ...noServices.catalogue,
    services: reachAtOnce,
    service: reachAtOnce,
    ofKind: reachAtOnce,
    kindOf: reachAtOnce,
    resources: reach,
    resourcesOf: reach,
    find: reach,
  };
  const router = createRouter({
    commands,
    services: { ...noServices, ...reaching, catalogue, digests, savedCharts, savedQueries, queries },
    access: () => ({ default: 'viewer', roles: { responder: ['responder@example.com'], admin: ['admin@example.com'] } }),
    ledger,
    settings,
    clock,
    log,
    suggest: createSuggest(),
    example: (words) => words,
    observe: () => undefined,
    respond: () => ({ report: () => undefined, deliver: async () => undefined }),
  });
  let count = 0;
  const say = async (words: string, origin: Origin, actor: Person, place: Place) => {
    count += 1;
    const invocation = { id: `i${count}`, actor, place, text: words, origin, receivedAt: now, replyTo: {} };
    const answer = await router.answer(invocation, { signal: new AbortController().signal });
    const [audited] = await ledger.auditTrail(1);
    return { ...answer, audited };
  };
  return { say, log };
}

const rank: Readonly<Record<Role, number>> = { viewer: 0, responder: 1, admin: 2 };
const person = (platform: string, role: Role): Person => ({ platform, id: 'me', name: 'Me', email: `${role}@example.com` });

describe('41 every command and every button', () => {
  it('is decided on: no command without a role, no message with buttons that is not looked at', () => {
    expect(commands.map((one) => one.name).filter((name) => !(name in needed))).toEqual([]);
    const root = join(import.meta.dirname, '../..');
    const makers = globSync(['adapters/**/*.ts', 'commands/*.ts', 'templates/*.ts', 'src/services/*.ts'], { cwd: root }).filter(
      (file) => !file.endsWith('.test.ts') && /\bbutton\(/u.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(makers.toSorted()).toEqual(Object.keys(withButtons).toSorted());
    for (const [file, documents] of Object.entries(withButtons)) expect([file, documents.flatMap(wordsOf).length]).not.toEqual([file, 0]);
  });

  it.each(platforms.flatMap((platform) => kinds.flatMap((kind) => roles.map((role) => [platform, kind, role] as const))))(
    'in %s, in a %s, by a %s: what the role does not allow is denied, told to its author alone and audited',
    async (platform, kind, role) => {
      const door = await openDoor(platform);
      const place = placeOf(platform, kind);
      for (const { words, origin } of said) {
        const actor = person(platform, role);
        const least = neededFor(words);
        const { result, reply, audited } = await door.say(words, origin, actor, place);
        const about = `${words} (${origin.kind})`;
        expect([about, audited]).toMatchObject([
          about,
          { at: now, who: `${platform}:${actor.id}`, what: words, where: `${platform}:${place.channel}`, result },
        ]);
        if (rank[role] >= rank[least]) expect([about, ['done', 'failed'].includes(result)]).toEqual([about, true]);
        else {
          expect([about, result, reply.audience, reply.replace]).toEqual([about, 'denied', 'sender', false]);
          expect(reply.document.summary).toMatch(
            /(^Only (a responder|an admin|responders|admins) may .*; you are a (viewer|responder)|; only they or an admin may delete it)\. Ask somebody with the role (responder|admin)\.$/u,
          );
          expect(reply.alone?.summary).toMatch(/ Ask (responder@example\.com or )?admin@example\.com\.$/u);
        }
      }
      // What was let in got as far as a service, or needed none; nothing else may have failed.
      const failures = door.log.entries.filter((line) => line.level === 'error');
      expect(failures.filter(({ data }) => !('error' in data && data.error instanceof Reached))).toEqual([]);
    },
  );

  it.each(platforms.flatMap((platform) => kinds.map((kind) => [platform, kind] as const)))(
    'in %s, in a %s, by somebody whom the platform does not name: nothing beyond a viewer, and it says why',
    async (platform, kind) => {
      const door = await openDoor(platform);
      for (const { words, origin } of said) {
        const unknown: Person = { platform, id: 'x', name: 'Somebody', profile: 'unknown' };
        // Nothing belongs to somebody who is not known.
        const least = words.endsWith(' mine') ? 'admin' : neededFor(words);
        const { result, reply, audited } = await door.say(words, origin, unknown, placeOf(platform, kind));
        expect(audited).toMatchObject({ who: `${platform}:x`, what: words, result });
        if (least === 'viewer') expect([words, ['done', 'failed'].includes(result)]).toEqual([words, true]);
        else {
          expect([words, result]).toEqual([words, 'refused']);
          expect(reply.document.summary).toContain('I could not look up who you are on');
        }
      }
    },
  );
});
