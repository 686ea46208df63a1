import { z } from 'zod';

/** The answers of JIRA that are read: what was created, what a search found, who we are. */
export const createdSchema = z.object({ key: z.string().min(1) });
export const foundSchema = z.object({ issues: z.array(z.object({ key: z.string().min(1) })) });
export const myselfSchema = z.object({ displayName: z.string() });

/** The body of a refusal: sentences, and the fields that were wrong. */
const refusalSchema = z.object({
  errorMessages: z.array(z.string()).default([]),
  errors: z.record(z.string(), z.string()).default({}),
});

/** "project: valid project is required"; undefined where the body says nothing. Cut, since it is shown to people. */
export function refusalReason(body: unknown): string | undefined {
  const refusal = refusalSchema.safeParse(body);
  if (!refusal.success) return undefined;
  const { errorMessages, errors } = refusal.data;
  const reasons = [...errorMessages, ...Object.entries(errors).map(([field, words]) => `${field}: ${words}`)];
  return reasons.length === 0 ? undefined : reasons.join('; ').slice(0, 300);
}
