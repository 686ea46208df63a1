import { describe, expect, it } from 'vitest';
import { say } from '../../test/fakes/context.ts';
import { settle } from '../../test/fakes/logs.ts';
import { buildQueries, by, day } from '../../test/fakes/queries-harness.ts';
import { sentence } from '../core/document.ts';
import { ProviderError, QueryRejected } from '../core/errors.ts';
import type { QueryAnalysis } from '../core/model/query.ts';
import { noOptions } from './queries-options.ts';
import { askAndShow, type QueryWords } from './queries-show.ts';
import type { QuerySpeech } from './query-services.ts';
import { command } from './services.ts';

const said = () => sentence('Said.');
const speech: QuerySpeech = { message: said, held: said, rejected: said, running: said, csv: said };

/** A query that Ben asks; what became of it, and how often its buttons were asked for. */
async function ask(found: Partial<QueryAnalysis>, happens: (bed: ReturnType<typeof buildQueries>, id: string) => void) {
  const bed = buildQueries(() => found);
  let made = 0;
  let id = '';
  const words = async (): Promise<QueryWords> => {
    made += 1;
    return { command: () => 'kql', save: undefined };
  };
  const running: QuerySpeech['running'] = (state) => {
    id = state.id;
    return said();
  };
  const spec = { name: 'ask', summary: '', usage: '', examples: ['ask'], permission: 'viewer', changes: 'nothing' } as const;
  const asking = command({
    ...spec,
    args: () => undefined,
    run: (_args, context) => askAndShow({ text: 'requests | take 5', options: noOptions, words }, context, { ...speech, running }),
  });
  const ended = say(asking, 'ask', { services: { queries: bed.queries } }).catch((error: unknown) => error);
  await settle();
  happens(bed, id);
  const to = new Date(bed.clock.now()).toISOString();
  const from = new Date(bed.clock.now() - day).toISOString();
  return { ended: await ended, made, sent: { asked: 'w-classic', from, to, text: 'requests | take 5' } };
}

describe('what the audit log has of a query that was sent and gave no answer', () => {
  it('is the same when Azure rejects it', async () => {
    const { ended, sent } = await ask({}, ({ source }) => source.asked[0]?.fail(new QueryRejected({ code: 'SEM0100', message: 'No.' })));
    expect(ended).toMatchObject({ audit: { ...sent, outcome: 'rejected', code: 'SEM0100' } });
  });

  it('is the same when it fails, which is told as ever', async () => {
    const outage = new ProviderError('Azure', 'it did not answer.', { retry: { when: 'never' } });
    const { ended, sent } = await ask({}, ({ source }) => source.asked[0]?.fail(outage));
    expect(ended).toMatchObject({ cause: outage, audit: { ...sent, outcome: 'failed' } });
  });

  it('is the same when somebody cancels it', async () => {
    const { ended, sent } = await ask({}, ({ queries }, id) => queries.cancel(id, { ...by('admin', 'U9', 'Ada') }));
    expect(ended).toMatchObject({
      cause: { message: 'The query was cancelled by Ada after 0s.' },
      audit: { ...sent, outcome: 'cancelled' },
    });
  });
});

describe('what its buttons carry', () => {
  const finding = (verdict: 'refuse' | 'confirm') => ({ findings: [{ rule: 'a-rule', verdict, message: 'A reason.' }] });

  it('is not even made, and so not kept, for a query that is refused', async () => {
    const { ended, made } = await ask(finding('refuse'), () => undefined);
    expect(ended).toMatchObject({ outcome: 'refused', audit: { asked: 'no', rules: 'a-rule', text: 'requests | take 5' } });
    expect(made).toBe(0);
    expect((await ask(finding('confirm'), () => undefined)).made).toBe(1);
  });
});
