import { z } from 'zod';

/** "2016-11-18T10:46:28+0100": the offset without its colon is not what Date.parse promises to read. */
const moment = z
  .string()
  .nullish()
  .transform((words) => {
    const at = Date.parse((words ?? '').replace(/([+-]\d\d)(\d\d)$/u, '$1:$2'));
    return Number.isFinite(at) ? at : undefined;
  });
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const link = z
  .url({ protocol: /^https$/u })
  .optional()
  .catch(undefined);

/** What is posted after each analysis, and when a change of an issue changes the quality gate's state. */
export const analysisSchema = z.object({
  /** Of the analysis in the background: without its success there is no gate. */
  status: text,
  changedAt: moment,
  project: z.object({ key: z.string().min(1), name: text, url: link }),
  branch: z.object({ name: text, type: text, isMain: z.boolean().optional(), url: link }).optional(),
  qualityGate: z
    .object({
      name: text,
      status: z.string(),
      conditions: z
        .array(z.object({ metric: z.string(), operator: text, value: text, errorThreshold: text, status: text }))
        .nullish()
        .transform((list) => list ?? []),
    })
    .optional(),
});
export type Analysis = z.infer<typeof analysisSchema>;
