import { EmulatorFault } from '../emulator.ts';
import type { Identity } from './identity.ts';

/** Hands an activity to the bot as Teams does, and gives its answer; throws EmulatorFault when the bot does not take it. */
export type TellBot = (activity: object) => Promise<unknown>;

export function createBotLine(needs: {
  readonly identity: Pick<Identity, 'signActivity'>;
  readonly serviceUrl: () => string;
  readonly botUrl: () => string;
}): TellBot {
  return async (activity) => {
    const serviceUrl = needs.serviceUrl();
    const token = await needs.identity.signActivity({ issuer: serviceUrl, serviceUrl });
    let response: Response;
    try {
      response = await fetch(`${needs.botUrl()}/api/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(activity),
      });
    } catch {
      throw new EmulatorFault(503, 'The bot does not answer.');
    }
    const body = await response.text();
    if (!response.ok) throw new EmulatorFault(502, `The bot answered ${response.status}.`);
    return body === '' ? undefined : JSON.parse(body);
  };
}
