import { readClauses, shorten } from '../src/core/clauses.ts';
import { UserError } from '../src/core/errors.ts';
import { replyInPlace, replyToChannel } from '../src/core/invocation.ts';
import type { Suggest } from '../src/core/ports.ts';
import type { Words } from '../src/core/words.ts';
import { readPage } from '../src/services/page-number.ts';
import { command } from '../src/services/services.ts';
import { alertList, mostListed, rejectedList } from '../templates/alerts.ts';

const examples = ['alerts', 'alerts of bps-website', 'alerts rejected'] as const;

type Wish =
  | { readonly kind: 'firing'; readonly service: string | undefined; readonly page: number | undefined }
  | { readonly kind: 'rejected' };

export const alerts = command({
  name: 'alerts',
  summary: 'Lists the alerts that fire, or the messages that could not be read.',
  usage: 'alerts [of SERVICE] [page N] · alerts rejected',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: readWish,
  run: async (wish, { services, now, timeZone }) => {
    if (wish.kind === 'rejected') return replyToChannel(rejectedList(await services.alerts.rejected(mostListed), timeZone));
    const { service, page } = wish;
    const found = await services.alerts.firing({ service, most: mostListed });
    const document = alertList(found, { service, page: page ?? 1, now });
    return page === undefined ? replyToChannel(document) : replyInPlace(document);
  },
});

function readWish({ all }: Words, suggest: Suggest): Wish {
  const clauses = readClauses(all.slice(1), { keywords: ['of', 'page'], mostHead: 1, examples, suggest });
  const [head] = clauses.head;
  const service = clauses.of('of')?.join(' ');
  const page = readPage(clauses.of('page')?.[0], examples);
  if (head === undefined) return { kind: 'firing', service, page };
  if (head.toLowerCase() === 'rejected' && service === undefined && page === undefined) return { kind: 'rejected' };
  const near = suggest(head.toLowerCase(), ['rejected', 'of']);
  throw new UserError(`I did not understand “${shorten(head)}”.${near === undefined ? '' : ` Did you mean “${near}”?`}`, examples);
}
