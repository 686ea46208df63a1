import { readClauses, shorten } from '../src/core/clauses.ts';
import { UserError } from '../src/core/errors.ts';
import { replyInPlace, replyToChannel } from '../src/core/invocation.ts';
import { unassigned } from '../src/core/model/service.ts';
import { readPage } from '../src/services/page-number.ts';
import { command } from '../src/services/services.ts';
import { serviceOrUnassigned } from '../src/services/unassigned.ts';
import { incidentList } from '../templates/incidents.ts';

const examples = ['incidents', 'incidents of bps-website', 'incidents page 2'] as const;

export const incidents = command({
  name: 'incidents',
  summary: 'Lists the open incidents.',
  usage: 'incidents [of SERVICE] [page N]',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: ({ all }, suggest) => {
    const { head, of } = readClauses(all.slice(1), { keywords: ['of', 'page'], mostHead: 0, examples, suggest });
    const [extra] = head;
    if (extra !== undefined) throw new UserError(`I did not understand “${shorten(extra)}” here.`, examples);
    return { service: of('of')?.join(' '), page: readPage(of('page')?.[0], examples) };
  },
  run: async ({ service, page }, { services, now }) => {
    const open = await services.incidents.open();
    const of = serviceOrUnassigned(service, services.catalogue);
    const wanted = open.filter((one) => of === undefined || (of === unassigned ? one.services.length === 0 : one.services.includes(of)));
    const document = incidentList(wanted, { service: of, page: page ?? 1, now });
    return page === undefined ? replyToChannel(document) : replyInPlace(document);
  },
});
