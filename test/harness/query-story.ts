import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { createControl, type Message, type Platform } from './control.ts';
import { type Story, startStory } from './story.ts';

/** A Friday in November, noon in UTC: 13:00 in Berlin, 14:00 in Johannesburg. */
export const noon = Date.UTC(2026, 10, 20, 12);

/** A line of the audit log that has to do with a query. */
const audited = z.object({
  who: z.string(),
  what: z.string(),
  place: z.string(),
  result: z.string(),
  ms: z.number().nullable(),
  detail: z
    .string()
    .nullable()
    .transform((text) => z.record(z.string(), z.union([z.string(), z.number()])).parse(JSON.parse(text ?? '{}'))),
});
export type Audited = z.infer<typeof audited>;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const columns = z.array(z.object({ name: z.string(), type: z.string() }));
const answer = z.object({ tables: z.tuple([z.object({ columns, rows: z.array(z.array(cell)) })]) });
type ApiTable = z.infer<typeof answer>['tables'][0];

/** A story in which queries are asked and their answers awaited. */
export interface QueryStory extends Story {
  /** Says a command and gives back its answer, which is neither a report on progress nor a word that the answer is elsewhere. */
  readonly ask: (platform: Platform, words: string, how?: { readonly user?: string; readonly channel?: string }) => Promise<Message>;
  /** The number of the last message or change: what comes after it can be awaited. */
  readonly last: (platform: Platform, channel?: string) => Promise<number>;
  /** Presses a button and gives back the next answer: the same message redrawn, or a new one. */
  readonly press: (platform: Platform, message: Message, button: string, how?: { readonly user?: string }) => Promise<Message>;
  /** The rows of the CSV file that the button gives, its line of titles first. */
  readonly csv: (platform: Platform, message: Message) => Promise<readonly (readonly string[])[]>;
  /** Asks the emulated service itself. `of`: a workspace's id or a resource's. */
  readonly askApi: (of: string, query: string, timespan: string) => Promise<ApiTable>;
  /** What the audit log has of commands that begin so, oldest first. */
  readonly audit: (what: string) => readonly Audited[];
  /** Adds these lines to the configuration and starts the bot with it. */
  readonly reconfigure: (lines: string) => Promise<void>;
}

/** Two parsers are loaded meanwhile, which takes a busy machine its time. */
const startPatienceMs = 45_000;

/** Both parsers are loaded when it settles, the bot's and that of the emulated service: no later query waits for them. */
export async function startQueryStory(): Promise<QueryStory> {
  const story = await startStory({ clockStart: noon });
  const queries = { ...story, ...queriesOf(story) };
  try {
    await story.say('slack', 'ops', 'ana', typed('slack', 'kql in compliance requests | take 1'));
    await createControl(story.url, startPatienceMs).untilAfter(0, 'slack', 'ops', 'the first answer', isAnswer);
    await story.advance('1m');
    return queries;
  } catch (error) {
    await story.stop();
    throw error;
  }
}

type Queries = Omit<QueryStory, keyof Story>;

function queriesOf(story: Story): Queries {
  const last: Queries['last'] = async (platform, channel = 'ops') =>
    Math.max(0, ...(await story.messages(platform, channel)).map((one) => one.seq));

  const press: Queries['press'] = async (platform, message, button, { user = 'eva' } = {}) => {
    const before = await last(platform);
    await story.click(platform, message.id, user, button);
    return story.untilAfter(before, platform, 'ops', `the answer to “${button}”`, isAnswer);
  };

  const csv: Queries['csv'] = async (platform, message) => {
    const before = await last(platform);
    await story.click(platform, message.id, 'eva', 'CSV');
    const posted = await story.untilAfter(before, platform, 'ops', 'the file', (one) => one.files.length > 0);
    const url = posted.files[0]?.url ?? '';
    return readCsv(await (await fetch(url)).text());
  };

  return {
    last,
    press,
    csv,
    ask: async (platform, words, { user = 'ana', channel = 'ops' } = {}) => {
      const before = await last(platform, channel);
      await story.say(platform, channel, user, typed(platform, words));
      return story.untilAfter(before, platform, channel, words, isAnswer);
    },
    askApi: async (of, query, timespan) => {
      const { azureBearer } = (await story.state()).secrets;
      const path = of.startsWith('/') ? of : `/workspaces/${of}`;
      const reply = await fetch(`${story.url}/azure/logs/v1${path}/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${azureBearer}` },
        body: JSON.stringify({ query, timespan }),
      });
      if (reply.status !== 200) throw new Error(`the service answered ${reply.status}: ${await reply.text()}`);
      return answer.parse(await reply.json()).tables[0];
    },
    audit: (what) => auditOf(story.folder).filter((one) => one.what.startsWith(what)),
    reconfigure: async (lines) => {
      const file = join(story.folder, 'tocsin.yaml');
      await writeFile(file, `${await readFile(file, 'utf8')}\n${lines}\n`);
      const { pid } = (await story.state()).bot;
      await story.signalBot('SIGKILL');
      await story.botReady(pid);
    },
  };
}

/** As it is said to the bot in a channel. */
export function typed(platform: Platform, words: string): string {
  return platform === 'slack' ? `/tocsin ${words}` : `@Tocsin ${words}`;
}

/** What is said while a query is under way has a button that cancels it. */
export function isProgress({ buttons, text }: Message): boolean {
  return buttons.includes('Cancel') || text.startsWith('Working on it') || text === 'Answered below.';
}

function isAnswer(message: Message): boolean {
  return message.user === 'tocsin' && !isProgress(message);
}

function auditOf(folder: string): readonly Audited[] {
  const database = new DatabaseSync(join(folder, 'data/ledger.db'), { readOnly: true });
  try {
    return z.array(audited).parse(database.prepare('SELECT * FROM audit ORDER BY id').all());
  } finally {
    database.close();
  }
}

/** RFC 4180: fields with quotes may hold commas, line ends and doubled quotes. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/uy;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) throw new Error('this is no CSV');
    const [, quoted, plain = '', end] = found;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',' && field.lastIndex < text.length) rows.push([]);
  }
  return rows;
}
