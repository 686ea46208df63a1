import type { CheckResult } from '../../src/core/ports.ts';
import type { Conversations } from './conversations.ts';
import type { TokenSource } from './credentials.ts';
import type { SigningKeys } from './signing-keys.ts';

/** One line each: can the bot sign itself in, can it check what it receives, has it anywhere to post. */
export function checkTeams(needs: {
  readonly tokens: TokenSource;
  readonly signsInBy: 'secret' | 'managed identity';
  readonly keys: SigningKeys;
  readonly conversations: Pick<Conversations, 'known'>;
}): Promise<readonly CheckResult[]> {
  return Promise.all([
    tell(
      'Teams: the bot’s token',
      needs.tokens.get,
      () => 'obtained',
      needs.signsInBy === 'secret'
        ? 'Check teams.appId, teams.appPassword and teams.tenant; the secret may have expired.'
        : 'The bot must run where the managed identity is assigned, and teams.appId must be its client id.',
    ),
    tell(
      'Teams: signing keys',
      needs.keys.refresh,
      () => 'read',
      'The bot must reach login.botframework.com, or the address in teams.endpoints.openIdMetadata.',
    ),
    countConversations(needs.conversations),
  ]);
}

async function countConversations(conversations: Pick<Conversations, 'known'>): Promise<CheckResult> {
  const what = 'Teams: conversations';
  const known = await conversations.known();
  const names = known.flatMap((one) => (one.name === undefined ? [] : [one.name]));
  if (known.length > 0)
    return { what, ok: true, detail: `${known.length} known${names.length === 0 ? '' : `: ${names.slice(0, 10).join(', ')}`}` };
  return { what, ok: false, detail: 'none known yet. Add the app to a team (tocsin manifest teams makes it) while the bot runs.' };
}

async function tell<T>(what: string, attempt: () => Promise<T>, found: (value: T) => string, mend: string): Promise<CheckResult> {
  try {
    return { what, ok: true, detail: found(await attempt()) };
  } catch (error) {
    return { what, ok: false, detail: `${error instanceof Error ? error.message : 'failed'}. ${mend}` };
  }
}
