import { readClauses, shorten } from '../src/core/clauses.ts';
import { UserError } from '../src/core/errors.ts';
import { replyInPlace, replyToChannel } from '../src/core/invocation.ts';
import { readPage } from '../src/services/page-number.ts';
import { command } from '../src/services/services.ts';
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
    const of = service === undefined ? undefined : nameOf(service, services.catalogue);
    const wanted = open.filter((one) => of === undefined || (of === unassigned ? one.services.length === 0 : one.services.includes(of)));
    const document = incidentList(wanted, { service: of, page: page ?? 1, now });
    return page === undefined ? replyToChannel(document) : replyInPlace(document);
  },
});

/** What belongs to no service is listed by this word. */
const unassigned = 'unassigned';

function nameOf(service: string, catalogue: { readonly service: (name: string) => { readonly name: string } }): string {
  return service.trim().toLowerCase() === unassigned ? unassigned : catalogue.service(service).name;
}
