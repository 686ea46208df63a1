import { z } from 'zod';
import { type RunAnswer, type RunRequest, runFormats } from './run-request.ts';

const request = z.object({
  words: z.string(),
  actor: z.object({ platform: z.string(), id: z.string(), name: z.string(), email: z.string().optional() }),
  rights: z.enum(['admin', 'as configured']),
  place: z.object({ platform: z.string(), channel: z.string(), kind: z.enum(['channel', 'direct']) }),
  format: z.enum(runFormats),
});

const answer = z.object({
  outcome: z.enum(['done', 'mistake', 'failed']),
  text: z.string(),
  files: z.array(z.object({ name: z.string(), base64: z.base64() })),
});

/** What travels through the socket of a running bot; both ends may be of different versions. */
export function readRequest(json: string): RunRequest | undefined {
  return request.safeParse(parse(json)).data;
}

export function readAnswer(json: string): RunAnswer | undefined {
  const read = answer.safeParse(parse(json)).data;
  if (read === undefined) return undefined;
  return { ...read, files: read.files.map(({ name, base64 }) => ({ name, content: Buffer.from(base64, 'base64') })) };
}

export function writeAnswer(given: RunAnswer): string {
  return JSON.stringify({
    ...given,
    files: given.files.map(({ name, content }) => ({ name, base64: Buffer.from(content).toString('base64') })),
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
