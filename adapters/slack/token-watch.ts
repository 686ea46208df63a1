import { isTokenFault, type SlackFailure, toFailure } from './errors.ts';
import type { SlackWeb } from './web.ts';

/** Notices when Slack stops taking the bot's token: the app was removed, say, while the bot runs. */
export interface TokenWatch {
  readonly web: SlackWeb;
  /** What Slack said, until it takes the token again. */
  readonly refused: () => SlackFailure | undefined;
}

export function watchToken(web: SlackWeb): TokenWatch {
  let refused: SlackFailure | undefined;
  return {
    web: {
      ...web,
      call: async (method, args, schema, signal) => {
        try {
          const answer = await web.call(method, args, schema, signal);
          refused = undefined;
          return answer;
        } catch (error) {
          const failure = toFailure(error);
          if (isTokenFault(failure)) refused = failure;
          throw error;
        }
      },
    },
    refused: () => refused,
  };
}
