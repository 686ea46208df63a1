import { shorten } from '../src/core/clauses.ts';
import { moment, plain, sentence } from '../src/core/document.ts';
import { UserError } from '../src/core/errors.ts';
import { type Reply, replyToChannel, replyToSender } from '../src/core/invocation.ts';
import { denial, mayRun } from '../src/core/permissions.ts';
import type { Suggest } from '../src/core/ports.ts';
import type { Words } from '../src/core/words.ts';
import { readWantedDigest, type WantedDigest } from '../src/services/digests-words.ts';
import { type Context, command } from '../src/services/services.ts';
import { digestList } from '../templates/digests.ts';
import { scheduleWords } from '../templates/digests-when.ts';

const examples = [
  'digest add daily at 09:00 in Europe/Berlin here',
  'digest add mon,wed at 08:30 of compliance, packamal',
  'digest list',
  'digest remove digest-1',
] as const;

const verbs = ['add', 'list', 'remove'] as const;

type Wish =
  | { readonly kind: 'list' }
  | { readonly kind: 'add'; readonly wanted: WantedDigest }
  | { readonly kind: 'remove'; readonly id: string };

export const digest = command({
  name: 'digest',
  summary: 'Posts the health of the services here, regularly.',
  usage:
    'digest add DAYS at TIME [in ZONE] [of SERVICE, …] [here] · digest list · digest remove ID (add and remove need the role responder)',
  examples,
  permission: 'viewer',
  changes: 'state',
  args: readWish,
  run: async (wish, context) => {
    switch (wish.kind) {
      case 'list':
        return replyToChannel(digestList(await context.services.digests.list(), context.place));
      case 'add':
        return add(wish.wanted, context);
      case 'remove':
        return remove(wish.id, context);
    }
  },
});

function readWish({ all }: Words, suggest: Suggest): Wish {
  const [, verb, ...rest] = all;
  const name = verb?.text.toLowerCase() ?? 'list';
  const [first, extra] = rest;
  switch (name) {
    case 'list':
      if (first !== undefined) throw new UserError(`I did not understand “${shorten(first.text)}” here.`, examples);
      return { kind: 'list' };
    case 'add':
      return { kind: 'add', wanted: readWantedDigest(rest, suggest, examples) };
    case 'remove':
      if (first === undefined || extra !== undefined)
        throw new UserError('Name the one digest to remove, as the list calls it.', ['digest list', 'digest remove digest-1']);
      return { kind: 'remove', id: first.text };
    default: {
      const near = suggest(name, verbs);
      const hint = near === undefined ? 'There are add, list and remove.' : `Did you mean “${near}”?`;
      throw new UserError(`“${shorten(name)}” is nothing digest can do. ${hint}`, examples);
    }
  }
}

async function add(wanted: WantedDigest, context: Context): Promise<Reply> {
  if (mayRun(context.role, 'responder') === 'denied') {
    throw denial(context.actor, 'digest add', 'responder', `Only a responder may schedule digests; you are a ${context.role}.`);
  }
  const { platform, channel } = context.place;
  if (platform === 'console')
    throw new UserError('A terminal is no place for a digest: say which channel with --in, such as --in slack:#ops.', []);
  const timeZone = wanted.timeZone ?? context.timeZone;
  const added = await context.services.digests.add({
    ...wanted,
    timeZone,
    targets: [{ platform, channel }],
    addedBy: `${context.actor.platform}:${context.actor.id}`,
  });
  const of = added.services === undefined ? 'all services' : added.services.join(', ');
  const when = `${scheduleWords(added.cron)} (${timeZone})`;
  return replyToChannel(
    sentence(plain(`${added.id}: the digest of ${of} is posted here ${when}, next on `), moment(added.next, timeZone), plain('.')),
  );
}

/** One's own as a responder, others' as an admin. */
async function remove(id: string, context: Context): Promise<Reply> {
  const { digests } = context.services;
  const all = await digests.list();
  const found = all.find((one) => one.id === id);
  const mine = found?.addedBy === `${context.actor.platform}:${context.actor.id}`;
  const needed = found === undefined || mine ? 'responder' : 'admin';
  if (mayRun(context.role, needed) === 'denied') {
    const whose = needed === 'admin' ? 'a digest that somebody else scheduled' : 'a digest';
    throw denial(context.actor, 'digest remove', needed, `Only ${needed}s may remove ${whose}; you are a ${context.role}.`);
  }
  const removed = await digests.remove(id);
  return replyToSender(sentence(`${removed.id} is removed; it will not be posted any more.`));
}
