import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, 'golden');

it.each(readdirSync(folder))("Microsoft's own reader finds no fault in %s", (file) => {
  const written: object = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(written, context);
  const faults = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index)?.message);
  expect(faults).toEqual([]);
  expect(card.getItemCount()).toBeGreaterThan(0);
});
