import type { CheckResult } from '../../src/core/ports.ts';
import { toFailure } from './errors.ts';
import { botScopes } from './manifest.ts';
import { identity, nothing } from './schema.ts';
import type { SlackWeb } from './web.ts';

/** The lines of `tocsin check` about Slack. `socket`: the Web API with the app-level token; undefined without one. */
export async function checkSlack(web: SlackWeb, socket: SlackWeb | undefined, signal: AbortSignal): Promise<readonly CheckResult[]> {
  return [...(await checkToken(web, signal)), await checkSocket(socket, signal)];
}

async function checkToken(web: SlackWeb, signal: AbortSignal): Promise<readonly CheckResult[]> {
  try {
    const { team, scopes } = await web.call('auth.test', {}, identity, signal);
    return [{ what: 'Slack bot token', ok: true, detail: `installed in ${team}` }, ...checkScopes(scopes)];
  } catch (error) {
    return [{ what: 'Slack bot token', ok: false, detail: toFailure(error).message }];
  }
}

function checkScopes(granted: readonly string[]): readonly CheckResult[] {
  return Object.entries(botScopes).map(([scope, use]) => {
    const what = `Slack permission ${scope}`;
    if (granted.includes(scope)) return { what, ok: true, detail: use };
    const mend = 'Paste the manifest (tocsin manifest slack) into the app’s page “App Manifest” and install it again.';
    return { what, ok: false, detail: `missing: the bot ${use} by it. ${mend}` };
  });
}

async function checkSocket(socket: SlackWeb | undefined, signal: AbortSignal): Promise<CheckResult> {
  const what = 'Slack Socket Mode';
  if (socket === undefined) return { what, ok: true, detail: 'not used: events come by signed HTTP to /slack/events' };
  try {
    await socket.call('apps.connections.open', {}, nothing, signal);
    return { what, ok: true, detail: 'a connection can be opened' };
  } catch (error) {
    const { message } = toFailure(error);
    return {
      what,
      ok: false,
      detail: `${message}. The app-level token needs the scope connections:write (Basic Information → App-Level Tokens).`,
    };
  }
}
