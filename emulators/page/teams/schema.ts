import { z } from '../zod.ts';

const adaptiveCard = 'application/vnd.microsoft.card.adaptive';
const activity = z.object({
  attachments: z.array(z.object({ contentType: z.string(), content: z.unknown() })).default([]),
});

/** The Adaptive Cards of an activity, each ready to be drawn. */
export function readCards(payload: unknown): readonly object[] {
  const read = activity.safeParse(payload);
  if (!read.success) return [];
  return read.data.attachments.flatMap(({ contentType, content }) =>
    contentType === adaptiveCard && typeof content === 'object' && content !== null ? [content] : [],
  );
}
