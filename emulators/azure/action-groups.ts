import type { AlertMessage } from '../alerting/rule.ts';
import type { EmulatorClock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import type { Attempt } from '../webhook.ts';
import { secrets, webhookRegistration } from '../world.ts';
import { createAlertSender } from './alert-sender.ts';
import type { WebhookTokens } from './webhook-tokens.ts';

/** How an action group's webhook proves itself: by the secret in its address, or by a token of Entra ID. */
export const webhookKinds = ['plain', 'secure'] as const;
export type WebhookKind = (typeof webhookKinds)[number];

export interface ActionGroups {
  /** Posts as the action group of the alert's rule does. */
  readonly post: (message: AlertMessage) => Promise<Attempt>;
  /** Gives a rule the other action group; without a rule, all of them. */
  readonly use: (kind: WebhookKind, rule?: string) => void;
  readonly kindOf: (rule: string) => WebhookKind;
  /** One that the secure webhook's receiver takes, for a script that posts in Azure's name. */
  readonly token: () => Promise<string>;
  /** What each endpoint was sent, in order. */
  readonly attempts: (kind: WebhookKind) => readonly Attempt[];
}

/** Two action groups, one for each kind of webhook; each rests by itself when its endpoint does not answer. */
export function createActionGroups(needs: {
  readonly clock: Pick<EmulatorClock, 'now' | 'at'>;
  readonly faults: Faults;
  readonly botUrl: () => string;
  readonly tokens: WebhookTokens;
}): ActionGroups {
  const { botUrl, tokens } = needs;
  const { tenantId, audience, role } = webhookRegistration;
  const token = (): Promise<string> => tokens.issue({ tenant: tenantId, audience, roles: [role] });
  const senders = {
    plain: createAlertSender({ ...needs, url: () => `${botUrl()}/webhooks/azure/${secrets.azureWebhook}` }),
    secure: createAlertSender({
      ...needs,
      url: () => `${botUrl()}/webhooks/azure`,
      token,
    }),
  };
  let usual: WebhookKind = 'plain';
  const chosen = new Map<string, WebhookKind>();
  const kindOf = (rule: string): WebhookKind => chosen.get(rule) ?? usual;
  return {
    post: (message) => senders[kindOf(message.alerts[0]?.rule ?? '')].send(JSON.stringify(message.body)),
    use: (kind, rule) => {
      if (rule !== undefined) return void chosen.set(rule, kind);
      usual = kind;
      chosen.clear();
    },
    kindOf,
    token,
    attempts: (kind) => senders[kind].attempts,
  };
}
