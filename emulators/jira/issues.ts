/** One issue of the emulated JIRA, as it is kept. */
export interface EmulatedIssue {
  readonly id: string;
  readonly key: string;
  readonly project: string;
  readonly type: string;
  readonly summary: string;
  /** The Atlassian document as it was sent. */
  readonly description: unknown;
  readonly labels: readonly string[];
  /** Names. */
  readonly components: readonly string[];
  /** Milliseconds since 1970 (UTC). */
  readonly createdAt: number;
  readonly links: readonly RemoteLink[];
}

export interface RemoteLink {
  readonly id: number;
  readonly globalId: string | undefined;
  readonly url: string;
  readonly title: string;
}

export interface EmulatedProject {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly components: readonly string[];
}

export const jiraProjects: readonly EmulatedProject[] = [
  { id: '10001', key: 'BPS', name: 'BPS website', components: ['Website'] },
  { id: '10002', key: 'PIX', name: 'Pixcrawler', components: ['Crawler'] },
  { id: '10003', key: 'PACK', name: 'Packamal', components: ['Backend', 'Worker'] },
  { id: '10004', key: 'COMP', name: 'Compliance API', components: ['API'] },
  { id: '10005', key: 'OPS', name: 'Operations', components: ['Website', 'Crawler', 'Packamal', 'Compliance'] },
];

export const issueTypes = ['Incident', 'Task', 'Bug'] as const;

type NewEmulatedIssue = Omit<EmulatedIssue, 'id' | 'key' | 'links'>;

export class IssueStore {
  #issues: EmulatedIssue[] = [];
  #nextLink = 10_000;

  create(fields: NewEmulatedIssue): EmulatedIssue {
    const number = this.#issues.filter((one) => one.project === fields.project).length + 1;
    const issue = { ...fields, id: String(20_000 + this.#issues.length), key: `${fields.project}-${number}`, links: [] };
    this.#issues.push(issue);
    return issue;
  }

  /** By id or key; JIRA does not mind the case. */
  find(idOrKey: string): EmulatedIssue | undefined {
    return this.#issues.find((one) => one.id === idOrKey || one.key === idOrKey.toUpperCase());
  }

  /** A link with a global id that is there already is replaced. */
  link(issue: EmulatedIssue, link: Omit<RemoteLink, 'id'>): { readonly id: number; readonly result: 'created' | 'updated' } {
    const same = issue.links.find((one) => link.globalId !== undefined && one.globalId === link.globalId);
    const id = same?.id ?? this.#nextLink++;
    const links = [...issue.links.filter((one) => one.id !== id), { ...link, id }];
    this.#issues = this.#issues.map((one) => (one.id === issue.id ? { ...one, links } : one));
    return { id, result: same === undefined ? 'created' : 'updated' };
  }

  list(): readonly EmulatedIssue[] {
    return this.#issues;
  }
}

/** What a query means; a string is the sentence JIRA refuses it with. */
export type Query = ((issue: EmulatedIssue) => boolean) | string;

/** Reads the small part of JQL that is needed here: `field = value` with AND between, and an order, which is always by age. */
export function readJql(jql: string): Query {
  const [conditions = ''] = jql.split(/\border\s+by\b/iu);
  const tests: ((issue: EmulatedIssue) => boolean)[] = [];
  for (const condition of conditions.split(/\band\b/iu)) {
    const match = /^\s*(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([\w-]+))\s*$/u.exec(condition);
    if (match === null) return `Error in the JQL Query: Expecting operator but got '${condition.trim()}'. (line 1, character 1)`;
    const field = match[1]?.toLowerCase() ?? '';
    const value = (match[2]?.replaceAll(/\\(.)/gu, '$1') ?? match[3] ?? '').toLowerCase();
    if (field === 'project' && !jiraProjects.some((one) => one.key.toLowerCase() === value)) {
      return `The value '${match[2] ?? value}' does not exist for the field 'project'.`;
    }
    const test = testOf(field, value);
    if (test === undefined) return `Field '${field}' does not exist or you do not have permission to view it.`;
    tests.push(test);
  }
  return (issue) => tests.every((test) => test(issue));
}

function testOf(field: string, value: string): ((issue: EmulatedIssue) => boolean) | undefined {
  switch (field) {
    case 'project':
      return (issue) => issue.project.toLowerCase() === value;
    case 'labels':
      return (issue) => issue.labels.some((label) => label.toLowerCase() === value);
    case 'key':
      return (issue) => issue.key.toLowerCase() === value;
    default:
      return undefined;
  }
}
