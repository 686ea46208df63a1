import { readPlain } from '../src/core/clauses.ts';
import { code, sentence } from '../src/core/document.ts';
import { type Reply, replyToChannel, replyToSender } from '../src/core/invocation.ts';
import { denial, mayRun } from '../src/core/permissions.ts';
import { type Context, command } from '../src/services/services.ts';

const examples = ['bind compliance', 'bind', 'bind none'] as const;
const nothing: ReadonlySet<string> = new Set(['none', 'nothing']);

export const bind = command({
  name: 'bind',
  summary: 'Says which service kql and query ask about in this channel.',
  usage: 'bind SERVICE · bind · bind none',
  examples,
  permission: 'viewer',
  args: (words) => readPlain(words, 1, examples)[0],
  changes: (name) => (name === undefined ? 'nothing' : 'state'),
  run: (name, context) => (name === undefined ? show(context) : change(name, context)),
});

async function show({ services, place }: Context): Promise<Reply> {
  const bound = await services.bindings.of(place);
  if (bound !== undefined)
    return replyToSender(
      sentence(`This channel is bound to ${bound.service} (by ${bound.boundBy}). Write `, code('bind none'), ' to undo that.'),
    );
  return replyToSender(sentence('No service is bound to this channel. Write ', code('bind SERVICE'), ', and queries need no “in” here.'));
}

async function change(name: string, { services, place, actor, role }: Context): Promise<Reply> {
  if (mayRun(role, 'responder') === 'denied')
    throw denial(actor, 'bind', 'responder', `Only a responder may bind a channel; you are a ${role}.`);
  if (nothing.has(name.toLowerCase())) {
    const result = await services.bindings.unbind(place);
    return replyToChannel(
      sentence(result === 'removed' ? 'This channel is not bound to a service any more.' : 'This channel was not bound to a service.'),
    );
  }
  const { service } = await services.bindings.bind(place, name, actor);
  return replyToChannel(sentence(`Queries in this channel are about ${service} from now on, unless they say `, code('in NAME'), '.'));
}
