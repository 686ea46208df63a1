import { z } from 'zod';
import { baseUrl, secret, text } from './common.ts';

export const jiraSchema = z
  .strictObject({
    host: baseUrl('Base URL of your JIRA Cloud site.', 'https://example.atlassian.net'),
    email: z
      .email('must be an e-mail address')
      .meta({ description: 'The account that the API token belongs to.', examples: ['tocsin@example.com'] }),
    token: secret('API token of that account.', 'JIRA_TOKEN'),
    issueType: text('Issue type of what is opened.', 'Incident').default('Incident'),
  })
  .meta({ description: 'JIRA Cloud, for issues of incidents.' });
