import { button } from '../src/core/actions.ts';
import {
  actions,
  type Block,
  bold,
  code,
  type Document,
  heading,
  mention,
  moment,
  note,
  plain,
  type Run,
  sentence,
  text,
} from '../src/core/document.ts';
import { formatDuration } from '../src/core/duration.ts';
import { alertId } from '../src/core/model/alert.ts';
import { namesAmong } from '../src/core/model/alert-name.ts';
import { describeMatchers } from '../src/core/model/matchers.ts';
import type { Silence, SilenceTimes } from '../src/core/model/silence.ts';
import type { SilenceDoubt, SilenceOfAlerts, Silences } from '../src/services/alert-services.ts';
import { scheduleWords } from './digests-when.ts';

type Listed = Awaited<ReturnType<Silences['list']>>[number];

const mostShown = 20;
const mostButtons = 5;

/** What is silent now first, then what is to come. */
export function silenceList(silences: readonly Listed[], { now, timeZone }: { readonly now: number; readonly timeZone: string }): Document {
  if (silences.length === 0) return sentence('Nothing is silent.');
  const sorted = silences.toSorted((one, other) => one.from - other.from || one.silence.id.localeCompare(other.silence.id));
  const shown = sorted.slice(0, mostShown);
  const active = silences.filter((one) => one.from <= now).length;
  const summary = `${silences.length} silence${silences.length === 1 ? '' : 's'}, ${active === 0 ? 'none' : active} in force now`;
  const ended = shown.filter(({ silence }) => silence.rule === undefined).slice(0, mostButtons);
  return {
    summary,
    blocks: [
      heading(summary),
      ...shown.map((one) => line(one, now, timeZone)),
      ...(silences.length > shown.length ? [text(`${shown.length} of ${silences.length} shown.`)] : []),
      ...(ended.length === 0 ? [] : [actions(...ended.map(({ silence }) => button(`End ${silence.id}`, `silence end ${silence.id}`)))]),
    ],
  };
}

function line({ silence, alerts, from, to }: Listed, now: number, timeZone: string): Block {
  const state =
    from <= now
      ? [plain('silent until '), moment(to, timeZone)]
      : [plain('silent from '), moment(from, timeZone), plain(' to '), moment(to, timeZone)];
  const again = silence.times.kind === 'recurring' ? [plain(`, again ${everyWords(silence.times)}`)] : [];
  return text(bold(silence.id), plain(` ${whatOf({ silence, alerts })}: `), ...state, ...again, ...whose(silence));
}

const longestName = 90;

/** "rule slow-*, severity P2"; alerts, which are named by their ids, also as people know them: "alert A-1f03c2d9 (Slow responses)". */
function whatOf({ silence: { match }, alerts }: SilenceOfAlerts): string {
  const { nameOf } = namesAmong(alerts);
  const names = new Map(alerts.map((alert) => [alertId(alert.key).toLowerCase(), nameOf(alert, longestName)]));
  const named = (id: string): string => {
    const name = names.get(id.toLowerCase());
    return name === undefined ? id : `${id} (${name})`;
  };
  return describeMatchers(match['alert'] === undefined ? match : { ...match, alert: match['alert'].map(named) });
}

function whose({ by, rule, reason }: Silence): readonly Run[] {
  const origin =
    by === undefined
      ? [plain(` (${rule?.path ?? 'tocsin.yaml'}${rule?.line === undefined ? '' : `, line ${rule.line}`})`)]
      : [plain(' (by '), mention(by), plain(')')];
  return [...origin, ...(reason === '' ? [] : [plain(`: ${reason}`)])];
}

const everyWords = ({ cron, timeZone, lastsMs }: Extract<SilenceTimes, { kind: 'recurring' }>): string =>
  `${scheduleWords(cron)} (${timeZone}) for ${formatDuration(lastsMs)}`;

/** "from 22:00 to 06:00", "every Sunday at 02:00 (Europe/Berlin) for 2h". */
function whenSilent(times: SilenceTimes, timeZone: string): readonly Run[] {
  if (times.kind === 'recurring') return [plain(everyWords(times))];
  return [plain('from '), moment(times.from, timeZone), plain(' to '), moment(times.to, timeZone)];
}

/** To all who are not to wonder why it is so quiet. */
export function silenceMade({ silence, alerts, doubts }: Awaited<ReturnType<Silences['add']>>, timeZone: string): Document {
  const said = sentence(
    plain(`${silence.id}: ${whatOf({ silence, alerts })} is silent `),
    ...whenSilent(silence.times, timeZone),
    plain('. What still fires at the end is announced. To end it: '),
    code(`silence end ${silence.id}`),
    plain('.'),
  );
  return { ...said, blocks: [...said.blocks, ...doubts.map((one) => note('warning', doubtWords(one)))] };
}

function doubtWords(doubt: SilenceDoubt): string {
  switch (doubt.kind) {
    case 'unknown': {
      const { what, value, near } = doubt;
      const hint = near === undefined ? '' : ` Did you mean “${near}”?`;
      return `No alert so far has ${what === 'label' ? 'a' : 'the'} ${what} “${value}”, so nothing is silent by it yet.${hint}`;
    }
    case 'does not fire':
      return `${alertId(doubt.alert.key)} does not fire now; if it fires again meanwhile, it is silent.`;
  }
}

/** To all who may hear of it again. */
export function silenceEnded({ silence, alerts }: SilenceOfAlerts, timeZone: string): Document {
  const { id, ended } = silence;
  const by = ended === undefined ? [] : [plain(' by '), mention(ended.by), plain(' at '), moment(ended.at, timeZone, 'time')];
  return sentence(plain(`${id}, ${whatOf({ silence, alerts })}, was ended`), ...by, plain('; what still fires is announced.'));
}
