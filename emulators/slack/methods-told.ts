import { type Args, stringArg } from './answer.ts';
import type { Events } from './events.ts';
import type { Method } from './methods-chat.ts';
import type { SlackMessage, SlackWorkspace } from './workspace.ts';

type Telling = (before: SlackMessage | undefined, after: SlackMessage | undefined, workspace: SlackWorkspace) => void;

/** The same methods, and the app hears of what it does itself, as Slack tells it: its own posts in direct messages come back as events. */
export function tellingMethods(methods: Readonly<Record<string, Method>>, events: Events): Readonly<Record<string, Method>> {
  const channelOf = (message: SlackMessage, workspace: SlackWorkspace) => workspace.channel(message.channel);
  const tellings: Readonly<Record<string, Telling>> = {
    'chat.postMessage': (_before, after, workspace) => {
      const channel = after === undefined ? undefined : channelOf(after, workspace);
      if (after !== undefined && channel !== undefined) events.said(after, channel);
    },
    'chat.update': (before, after, workspace) => {
      const channel = after === undefined ? undefined : channelOf(after, workspace);
      if (before !== undefined && after !== undefined && channel !== undefined) events.edited(after, before, channel);
    },
    'chat.delete': (before, _after, workspace) => {
      const channel = before === undefined ? undefined : channelOf(before, workspace);
      if (before !== undefined && channel !== undefined) events.deleted(before, channel);
    },
  };
  const told = Object.entries(tellings).flatMap(([name, tell]): readonly [string, Method][] => {
    const method = methods[name];
    return method === undefined ? [] : [[name, telling(method, tell)]];
  });
  return { ...methods, ...Object.fromEntries(told) };
}

function telling(method: Method, tell: Telling): Method {
  return (args, workspace) => {
    const before = messageOf(args, workspace);
    const answer = method(args, workspace);
    tell(before, messageOf(answer, workspace), workspace);
    return answer;
  };
}

/** The message that arguments or an answer name by `ts`. */
function messageOf(named: Args, workspace: SlackWorkspace): SlackMessage | undefined {
  return workspace.messageById(stringArg(named, 'ts') ?? '');
}
