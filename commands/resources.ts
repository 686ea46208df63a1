import { readClauses } from '../src/core/clauses.ts';
import { UserError } from '../src/core/errors.ts';
import { replyToChannel } from '../src/core/invocation.ts';
import { belongsTo } from '../src/services/membership.ts';
import { command } from '../src/services/services.ts';
import { type ResourceRow, resourceList } from '../templates/resources.ts';

const examples = ['resources', 'resources of bps-website', 'resources kind redis', 'resources of bps-website kind plan'] as const;

export const resources = command({
  name: 'resources',
  summary: 'Lists the Azure resources I see, of one service or one kind if you say so.',
  usage: 'resources [of SERVICE] [kind KIND]',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: (words, suggest) => {
    const keywords = ['of', 'kind'] as const;
    const clauses = readClauses(words.all.slice(1), { keywords, mostHead: 0, most: { of: 6, kind: 4 }, examples, suggest });
    return { service: clauses.of('of')?.join(' '), kind: clauses.of('kind')?.join(' ') };
  },
  run: async (wanted, { services: { catalogue } }) => {
    const service = wanted.service === undefined ? undefined : catalogue.service(wanted.service);
    const among = service === undefined ? await catalogue.resources() : await catalogue.resourcesOf(service);
    if (wanted.kind !== undefined && among.length === 0) throw new UserError('No resources are known there.', ['resources']);
    const found = wanted.kind === undefined ? among : catalogue.ofKind(wanted.kind, among);
    const rows = found.map((resource) => ({
      ...resource,
      kind: catalogue.kindOf(resource),
      service: catalogue.services().find((one) => belongsTo(one, resource))?.name,
    }));
    const which = `${service === undefined ? '' : ` of ${service.name}`}${wanted.kind === undefined ? '' : ` of the kind ${wanted.kind}`}`;
    return replyToChannel(resourceList(rows.toSorted(byServiceAndKind), which));
  },
});

/** Those that no service has come last. */
function byServiceAndKind(one: ResourceRow, other: ResourceRow): number {
  if ((one.service === undefined) !== (other.service === undefined)) return one.service === undefined ? 1 : -1;
  const words = (row: ResourceRow): string => [row.service ?? '', row.kind, row.name].join('\n');
  return words(one).localeCompare(words(other), 'en');
}
