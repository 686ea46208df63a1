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
import { describeMatchers } from '../src/core/model/matchers.ts';
import type { Silence, SilenceTimes } from '../src/core/model/silence.ts';
import type { Silences, UnknownLabel } from '../src/services/alert-services.ts';
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

function line({ silence, from, to }: Listed, now: number, timeZone: string): Block {
  const state =
    from <= now
      ? [plain('silent until '), moment(to, timeZone)]
      : [plain('silent from '), moment(from, timeZone), plain(' to '), moment(to, timeZone)];
  const again = silence.times.kind === 'recurring' ? [plain(`, again ${everyWords(silence.times)}`)] : [];
  return text(bold(silence.id), plain(` ${describeMatchers(silence.match)}: `), ...state, ...again, ...whose(silence));
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
export function silenceMade({ silence, unknownLabels }: Awaited<ReturnType<Silences['add']>>, timeZone: string): Document {
  const said = sentence(
    plain(`${silence.id}: ${describeMatchers(silence.match)} is silent `),
    ...whenSilent(silence.times, timeZone),
    plain('. What still fires at the end is announced. To end it: '),
    code(`silence end ${silence.id}`),
    plain('.'),
  );
  return { ...said, blocks: [...said.blocks, ...unknownLabels.map(doubt)] };
}

/** It may be of alerts to come, so it is no mistake yet. */
function doubt({ name, near }: UnknownLabel): Block {
  const hint = near === undefined ? '' : ` Did you mean “${near}”?`;
  return note('warning', plain(`No alert so far has a label “${name}”, so nothing is silent by it yet.${hint}`));
}

/** To all who may hear of it again. */
export function silenceEnded({ id, match, ended }: Silence, timeZone: string): Document {
  const by = ended === undefined ? [] : [plain(' by '), mention(ended.by), plain(' at '), moment(ended.at, timeZone, 'time')];
  return sentence(plain(`${id} (${describeMatchers(match)}) was ended`), ...by, plain('; what still fires is announced.'));
}
