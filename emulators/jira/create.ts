import { z } from 'zod';
import { type EmulatedIssue, type EmulatedProject, issueTypes, jiraProjects } from './issues.ts';

/** Refused by JIRA: sentences, and what is wrong with each field. */
export interface Refusal {
  readonly errorMessages: readonly string[];
  readonly errors: Readonly<Record<string, string>>;
}

export const refuse = (...errorMessages: readonly string[]): Refusal => ({ errorMessages, errors: {} });

const longestSummary = 255;
const longestDescription = 32_767;

const request = z.object({
  fields: z.object({
    project: z.object({ key: z.string().optional(), id: z.string().optional() }).optional(),
    issuetype: z.object({ name: z.string().optional(), id: z.string().optional() }).optional(),
    summary: z.string().optional(),
    description: z.unknown().optional(),
    labels: z.array(z.string()).default([]),
    components: z.array(z.object({ name: z.string() })).default([]),
  }),
});

/** An Atlassian document whose text nodes are not empty. A plain string belongs to the older version of the API. */
const document = z.object({
  type: z.literal('doc'),
  version: z.literal(1),
  content: z.array(
    z.object({ type: z.string(), content: z.array(z.object({ type: z.string(), text: z.string().min(1).optional() })).optional() }),
  ),
});

export type Wanted = Pick<EmulatedIssue, 'project' | 'type' | 'summary' | 'description' | 'labels' | 'components'>;

/** Checks what POST /issue is sent as JIRA does, in its words. */
export function readNewIssue(body: unknown): { readonly wanted: Wanted } | { readonly refusal: Refusal } {
  const parsed = request.safeParse(body);
  if (!parsed.success) return { refusal: refuse('There was an error parsing JSON. Check that your request body is valid.') };
  const { fields } = parsed.data;
  const project = jiraProjects.find((one) => one.key === fields.project?.key || one.id === fields.project?.id);
  const type = issueTypes.find((name) => name === fields.issuetype?.name);
  const errors = faultsOf(fields, project, type !== undefined);
  if (project === undefined || type === undefined || fields.summary === undefined || Object.keys(errors).length > 0) {
    return { refusal: { errorMessages: [], errors } };
  }
  const { summary, description, labels } = fields;
  const components = fields.components.map((component) => component.name);
  return { wanted: { project: project.key, type, summary, description, labels, components } };
}

function faultsOf(
  fields: z.infer<typeof request>['fields'],
  project: EmulatedProject | undefined,
  hasType: boolean,
): Record<string, string> {
  const { summary = '', description, labels } = fields;
  const errors: Record<string, string> = {};
  if (project === undefined) errors['project'] = 'valid project is required';
  else if (!hasType) errors['issuetype'] = 'Specify a valid issue type';
  if (summary.trim() === '') errors['summary'] = 'You must specify a summary of the issue.';
  if (/\n/u.test(summary)) errors['summary'] = 'The summary is invalid because it contains newline characters.';
  if (summary.length > longestSummary) errors['summary'] = `Summary can't exceed ${longestSummary} characters.`;
  if (description !== undefined && !document.safeParse(description).success) {
    errors['description'] = 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
  }
  if (JSON.stringify(description ?? null).length > longestDescription)
    errors['description'] = 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.';
  if (labels.some((label) => /\s/u.test(label))) errors['labels'] = `The label '${labels.join(' ')}' contains spaces which is invalid.`;
  const unknown = fields.components.find(({ name }) => project?.components.includes(name) === false);
  if (unknown !== undefined) errors['components'] = `Component name '${unknown.name}' is not valid`;
  return errors;
}
