import { readClauses, shorten } from '../src/core/clauses.ts';
import type { Document } from '../src/core/document.ts';
import { UserError } from '../src/core/errors.ts';
import { replyInPlace, replyToChannel } from '../src/core/invocation.ts';
import type { Suggest } from '../src/core/ports.ts';
import type { Words } from '../src/core/words.ts';
import { readPage } from '../src/services/page-number.ts';
import { type Context, command } from '../src/services/services.ts';
import { serviceOrUnassigned } from '../src/services/unassigned.ts';
import { alertList, mostListed, rejectedList } from '../templates/alerts.ts';

const examples = ['alerts', 'alerts of bps-website', 'alerts rejected'] as const;

type Wish =
  | { readonly kind: 'firing'; readonly service: string | undefined; readonly page: number | undefined }
  | { readonly kind: 'rejected'; readonly page: number | undefined };

export const alerts = command({
  name: 'alerts',
  summary: 'Lists the alerts that fire, or the messages that could not be read.',
  usage: 'alerts [of SERVICE] [page N] · alerts rejected [page N]',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: readWish,
  run: async (wish, context) => {
    const document = wish.kind === 'rejected' ? await listRejected(wish, context) : await listFiring(wish, context);
    return wish.page === undefined ? replyToChannel(document) : replyInPlace(document);
  },
});

async function listFiring({ service, page }: Extract<Wish, { kind: 'firing' }>, { services, now }: Context): Promise<Document> {
  const of = serviceOrUnassigned(service, services.catalogue);
  const found = await services.alerts.firing({ service: of, most: mostListed });
  return alertList(found, { service: of, page: page ?? 1, now });
}

/** Everybody reads the same message, so its times are in the zone that is everybody's. */
async function listRejected({ page }: Extract<Wish, { kind: 'rejected' }>, { services }: Context): Promise<Document> {
  const rejected = await services.alerts.rejected(mostListed);
  return rejectedList(rejected, { page: page ?? 1, timeZone: services.silences.timeZone });
}

function readWish({ all }: Words, suggest: Suggest): Wish {
  const clauses = readClauses(all.slice(1), { keywords: ['of', 'page'], mostHead: 1, examples, suggest });
  const [head] = clauses.head;
  const service = clauses.of('of')?.join(' ');
  const page = readPage(clauses.of('page')?.[0], examples);
  if (head === undefined) return { kind: 'firing', service, page };
  if (head.toLowerCase() === 'rejected') {
    if (service === undefined) return { kind: 'rejected', page };
    throw new UserError('What could not be read is of no service: leave out “of”.', ['alerts rejected']);
  }
  const near = suggest(head.toLowerCase(), ['rejected', 'of']);
  throw new UserError(`I did not understand “${shorten(head)}”.${near === undefined ? '' : ` Did you mean “${near}”?`}`, examples);
}
