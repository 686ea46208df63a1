/**
 * A program of its own, so that it takes no time from the bot or the emulators: posts each body at its moment, whether or not
 * earlier ones were answered. It is sent a Storm and sends back how long each answer took.
 */
import { Agent, request } from 'node:http';

export interface Storm {
  readonly url: string;
  /** `at`: milliseconds after the beginning; in that order. */
  readonly messages: readonly { readonly at: number; readonly body: string }[];
}

/** Each answer's, in milliseconds. Throws for an answer other than 202. */
export type Acknowledged = readonly number[];

/** As many connections as a system keeps to one webhook. */
const agent = new Agent({ keepAlive: true, maxSockets: 25 });

function post(url: string, body: string): Promise<number> {
  const begun = performance.now();
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().once('end', () => {
        if (answer.statusCode === 202) resolve(performance.now() - begun);
        else reject(new Error(`the webhook answered ${answer.statusCode}`));
      });
    });
    sent.once('error', reject).end(body);
  });
}

async function run({ url, messages }: Storm): Promise<Acknowledged> {
  const begun = performance.now();
  const answers: Promise<number>[] = [];
  for (const { at, body } of messages) {
    const wait = begun + at - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    answers.push(post(url, body));
  }
  return Promise.all(answers);
}

process.once('message', (storm: Storm) => {
  void run(storm).then((times) => process.send?.(times, () => process.disconnect()));
});
