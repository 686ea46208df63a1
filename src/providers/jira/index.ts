import type { CloudClient } from 'jira.js';
import type { z } from 'zod';
import { ProviderError } from '../../core/errors.ts';
import type { Cancellable, CheckResult, Clock, IssueTracker, Log, NewIssue } from '../../core/ports.ts';
import { createdSchema, foundSchema, myselfSchema } from './schema.ts';

export interface JiraNeeds {
  /** The site's base URL: "https://example.atlassian.net". */
  readonly host: string;
  readonly email: string;
  readonly token: string;
  /** The name of the issue type: "Incident". */
  readonly issueType: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How long one request may take; 15 s unless given. */
  readonly timeoutMs?: number | undefined;
}

/** Longer summaries are refused by JIRA, and so are descriptions of more than 32,767 characters, as JSON and with their markup. */
const longestSummary = 255;
const longestDescription = 15_000;

export function createJira(needs: JiraNeeds): IssueTracker {
  const host = needs.host.replace(/\/+$/u, '');
  // Loading the client takes a fifth of a second, which a start should not wait for.
  let loading: Promise<CloudClient> | undefined;
  const client = (): Promise<CloudClient> => {
    loading ??= import('jira.js').then(({ createCloudClient }) =>
      createCloudClient({ host, auth: { type: 'basic', email: needs.email, apiToken: needs.token }, onSchemaMismatch: 'silent' }),
    );
    return loading;
  };

  const call = async <Answer>(
    doing: string,
    schema: z.ZodType<Answer>,
    { signal }: Cancellable,
    work: (jira: CloudClient) => Promise<unknown>,
  ): Promise<Answer> => {
    const jira = await client();
    const { tooSlow, translate } = await import('./errors.ts');
    const stop = AbortSignal.any([signal, AbortSignal.timeout(needs.timeoutMs ?? 15_000)]);
    if (stop.aborted) throw tooSlow(doing);
    try {
      return schema.parse(await beforeAbort(work(jira), stop, () => tooSlow(doing)));
    } catch (error) {
      throw translate(error, doing);
    }
  };

  /** One mark, one issue: an earlier attempt may have created it without our learning of it. */
  const find = async (issue: NewIssue, options: Cancellable): Promise<string | undefined> => {
    const jql = `project = ${quote(issue.project)} AND labels = ${quote(issue.mark)}`;
    const answer = await call('search issues', foundSchema, options, (jira) =>
      jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql, maxResults: 1, fields: ['summary'] }),
    );
    return answer.issues[0]?.key;
  };

  const create = async (issue: NewIssue, options: Cancellable): Promise<string> => {
    const fields = fieldsOf(issue, needs.issueType);
    const { key } = await call('create an issue', createdSchema, options, (jira) => jira.issues.createIssue({ fields }));
    return key;
  };

  return {
    create: async (issue, options) => {
      const found = await find(issue, options);
      const key = found ?? (await create(issue, options));
      needs.log.info({ issue: key, mark: issue.mark, found: found !== undefined }, 'JIRA issue opened');
      return { key, url: `${host}/browse/${encodeURIComponent(key)}` };
    },
    check: async (options): Promise<readonly CheckResult[]> => {
      try {
        const { displayName } = await call('ask who we are', myselfSchema, options, (jira) => jira.myself.getCurrentUser());
        return [{ what: 'JIRA', ok: true, detail: `signed in at ${host} as ${displayName}` }];
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        return [{ what: 'JIRA', ok: false, detail: `${error.message}; ${mendOf(error)}` }];
      }
    },
  };
}

/** An outage says nothing about the token, so nobody is sent to renew it. */
function mendOf({ retry }: ProviderError): string {
  return retry.when === 'later'
    ? 'that is an outage, no refusal: try again later, and see jira.host if it lasts'
    : 'see jira.host, jira.email and jira.token';
}

function fieldsOf(issue: NewIssue, issueType: string) {
  return {
    project: { key: issue.project },
    issuetype: { name: issueType },
    summary: cut(clean(issue.title).replaceAll(/\s+/gu, ' ').trim(), longestSummary),
    description: {
      type: 'doc' as const,
      version: 1 as const,
      // An empty text node is refused.
      content: fit(issue.paragraphs.map(clean))
        .filter((words) => words !== '')
        .map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
    },
    labels: ['tocsin', issue.mark, issue.severity],
    ...(issue.component === undefined ? {} : { components: [{ name: issue.component }] }),
  };
}

// Control characters but line feed and tab, which JIRA refuses, and the marks that override the direction of writing.
// oxlint-disable-next-line no-control-regex -- control characters are what is taken out here
const steering = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu;
const clean = (words: string): string => words.toWellFormed().replaceAll(steering, '');

/** The last character is then an ellipsis; never through a character. */
function cut(words: string, most: number): string {
  if (words.length <= most) return words;
  const kept = words.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/u.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** Paragraphs from the top for as long as there is room; the one that exceeds it is cut, and the rest is counted. */
function fit(paragraphs: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let room = longestDescription;
  for (const words of paragraphs) {
    if (room <= 0) return [...kept, `${paragraphs.length - kept.length} more paragraphs are not shown.`];
    kept.push(cut(words, room));
    // What the document's markup around a paragraph takes.
    room -= words.length + 100;
  }
  return kept;
}

const quote = (words: string): string => `"${words.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;

/** jira.js knows neither a timeout nor a signal: we stop waiting, while its request may still arrive. */
async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal, reason: () => Error): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(reason());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
