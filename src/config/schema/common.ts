import { z } from 'zod';
import { readDuration } from '../../core/duration.ts';
import { readTarget, type Target } from '../../core/model/person.ts';
import { isLoopback, readUrl } from '../loopback.ts';

/** How a secret is written in the file. In the JSON Schema it makes editors refuse anything else, and it marks secrets. */
export const secretPattern = String.raw`^\$\{[A-Za-z_][A-Za-z0-9_]*\}$`;

/** A value that only the environment may hold. `variable` is the name that examples use. */
export function secret(description: string, variable: string): z.ZodString {
  return z
    .string()
    .min(1, 'is empty')
    .meta({ description, pattern: secretPattern, examples: [`\${${variable}}`] });
}

/** One secret, or a list of them while it is rotated: each is accepted. Read into a list. */
export function secrets(description: string, variable: string) {
  const one = secret(description, variable);
  return z
    .union([one, z.array(one).min(1)], { error: 'must be a secret or a list of secrets' })
    .transform((given): readonly string[] => (typeof given === 'string' ? [given] : given))
    .meta({ description: `${description} A list while you rotate it: each of them is accepted.`, examples: [`\${${variable}}`] });
}

/** Text of at least one character. */
export function text(description: string, example: string): z.ZodString {
  return z
    .string()
    .trim()
    .min(1, 'is empty')
    .meta({ description, examples: [example] });
}

/**
 * The base URL of an outside system: https, or http towards loopback only; given back without a slash at its end. `{region}`
 * may stand in it where Azure puts a region.
 */
export function baseUrl(description: string, example: string) {
  return z
    .string()
    .transform((words, context) => {
      const url = readUrl(words.replace('{region}', 'region'));
      if (url === undefined) context.addIssue('must be a URL such as https://example.com');
      else if (url.username !== '' || url.password !== '') context.addIssue('must not hold a user name or password');
      else if (url.protocol === 'http:' && !isLoopback(url))
        context.addIssue('must begin with https:// (plain http only towards loopback)');
      return words.replace(/\/+$/u, '');
    })
    .meta({ description, examples: [example] });
}

/** A Log Analytics workspace's own id. */
export const isWorkspaceId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Longer than any platform's; stores find what goes there by it. */
const longestTarget = 300;

const target = z
  .string()
  .transform((words, context): Target => {
    const found = readTarget(words);
    if (found !== undefined && words.length <= longestTarget) return found;
    const missing = 'must be a platform and a channel: "slack:#ops" or "teams:19:…@thread.tacv2"';
    context.addIssue(found === undefined ? missing : `is too long for a channel: ${longestTarget} characters at most`);
    return z.NEVER;
  })
  .meta({ examples: ['slack:#incidents'] });

/** Channels of any platform, at least one. */
export function targets(description: string, examples: readonly string[]) {
  return z
    .array(target)
    .min(1, 'names no channel')
    .meta({ description, examples: [examples] });
}

/** A length of time such as "90s", "5m" or "2h", read into milliseconds. */
export function duration(description: string, example: string) {
  return z
    .string()
    .transform((words, context) => {
      const milliseconds = readDuration(words);
      if (milliseconds !== undefined) return milliseconds;
      context.addIssue('must be a length of time such as 90s, 5m or 2h');
      return z.NEVER;
    })
    .meta({ description, examples: [example] });
}

const patterns = z
  .union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])).min(1)], { error: 'must be a value or a list of values' })
  .transform((given): readonly string[] => (Array.isArray(given) ? given : [given]).map(String));

/** Which alerts a rule is about, by name: source, severity, service, rule, resource, …, or a label of the alert. */
export function matchers(description: string, example: Readonly<Record<string, string | readonly string[]>>) {
  return z
    .record(z.string().min(1), patterns)
    .meta({ description: `${description} A value may be a list (any of them) and hold * (any characters).`, examples: [example] });
}
