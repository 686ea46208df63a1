import { UserError } from '../src/core/errors.ts';
import { type Reply, replyBriefly, replyToChannel } from '../src/core/invocation.ts';
import { isTimeZone } from '../src/core/moments.ts';
import type { Suggest } from '../src/core/ports.ts';
import type { Words } from '../src/core/words.ts';
import { type Context, command } from '../src/services/services.ts';
import { readSilence, silenceTimes, type WantedSilence } from '../src/services/silence-words.ts';
import { already } from '../templates/already.ts';
import { silenceEnded, silenceMade } from '../templates/silences.ts';

const examples = [
  'silence of checkout for 2h because "deploying 4.2"',
  'silence alert A-1f03c2d9 for 30m',
  'silence rule slow-* of checkout every "sun 02:00" for 2h',
  'silence where namespace=packamal from 22:00 for 8h',
  'silence end S-1f03c2d9',
] as const;

type Wish = { readonly kind: 'end'; readonly id: string } | { readonly kind: 'add'; readonly wanted: WantedSilence };

export const silence = command({
  name: 'silence',
  summary: 'Keeps alerts quiet for a while; what still fires at the end is announced.',
  usage:
    'silence [of SERVICE, …] [alert ID] [rule NAME] [severity P2, P3] [source NAME] [resource NAME] [where LABEL=VALUE, …] for DURATION [from MOMENT | every "DAYS TIME"] [in ZONE] [because REASON] · silence end ID',
  examples,
  permission: 'responder',
  changes: 'state',
  args: readWish,
  run: (wish, context) => (wish.kind === 'end' ? end(wish.id, context) : add(wish.wanted, context)),
});

async function add(wanted: WantedSilence, { services, actor, now, timeZone }: Context): Promise<Reply> {
  if (wanted.timeZone !== undefined && !isTimeZone(wanted.timeZone))
    throw new UserError(`“${wanted.timeZone}” is no time zone; write an IANA name such as Europe/Berlin.`, [examples[2]]);
  const named = wanted.match['service']?.map((name) => (name.includes('*') ? name : services.catalogue.service(name).name));
  const match = named === undefined ? wanted.match : { ...wanted.match, service: named };
  const times = silenceTimes(wanted, { now, timeZone });
  return replyToChannel(
    silenceMade(await services.silences.add({ match, times, reason: wanted.reason }, actor), services.silences.timeZone),
  );
}

async function end(id: string, { services, actor, now, timeZone }: Context): Promise<Reply> {
  const ended = await services.silences.end(id, actor);
  const { silence: one } = ended;
  if (ended.result === 'ended') return replyToChannel(silenceEnded(ended, services.silences.timeZone));
  const at = one.times.kind === 'once' ? one.times.to : now;
  return replyBriefly(already({ what: `${one.id} was ${one.ended === undefined ? 'over' : 'ended'}`, by: one.ended?.by, at }, timeZone));
}

function readWish({ all }: Words, suggest: Suggest): Wish {
  const [, verb, id, extra] = all;
  if (verb?.quoted === false && verb.text.toLowerCase() === 'end') {
    if (id === undefined || extra !== undefined)
      throw new UserError('Name the one silence to end, as the list calls it.', ['silences', examples[4]]);
    return { kind: 'end', id: id.text };
  }
  return { kind: 'add', wanted: readSilence(all.slice(1), suggest, examples) };
}
