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

const card = z.looseObject({ type: z.literal('AdaptiveCard') });
const task = z.union([
  card,
  z.object({ card: z.object({ content: card }) }).transform((one) => one.card.content),
  z.object({ task: z.object({ value: z.object({ card: z.object({ content: card }) }) }) }).transform((one) => one.task.value.card.content),
]);

/** The card of a dialog: as such, in an attachment, or in the answer that opened it. */
export function readTaskCard(payload: unknown): object | undefined {
  return task.safeParse(payload).data;
}
