import { readPlain } from '../src/core/clauses.ts';
import { ProviderError, sentenceOf } from '../src/core/errors.ts';
import { replyToChannel } from '../src/core/invocation.ts';
import { type Catalogue, command } from '../src/services/services.ts';
import { type ServiceRow, serviceList } from '../templates/services.ts';

const examples = ['services'] as const;

export const services = command({
  name: 'services',
  summary: 'Lists the services I know.',
  usage: 'services',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  args: (words) => readPlain(words, 0, examples),
  run: async (_args, context) => {
    const { rows, failure } = await countResources(context.services.catalogue);
    return replyToChannel(serviceList(rows, failure));
  },
});

/** The catalogue is configuration and can be shown even when Azure cannot be asked. */
async function countResources(catalogue: Catalogue): Promise<{ rows: readonly ServiceRow[]; failure: string | undefined }> {
  try {
    const rows = await Promise.all(
      catalogue.services().map(async (service) => ({ service, resources: (await catalogue.resourcesOf(service)).length })),
    );
    return { rows, failure: undefined };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const rows = catalogue.services().map((service) => ({ service, resources: undefined }));
    return { rows, failure: `The resources could not be read. ${sentenceOf(error)}` };
  }
}
