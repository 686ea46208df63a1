import { createRequire } from 'node:module';
import type * as Reader from 'adaptivecards';

// The package's own entry is for bundlers; Node cannot load it.
const { AdaptiveCard, SerializationContext, Versions }: typeof Reader = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.min.js',
);

/** Of a later version of Adaptive Cards, but Teams has searchable lists in cards of every version. */
const readByTeams = /^Property "choices\.data" is supported in version/u;

/** What Microsoft's own reader of Adaptive Cards 1.5 finds wrong with a card; [] when nothing is. */
export function validateCard(card: unknown): readonly string[] {
  if (typeof card !== 'object' || card === null) return ['A card has to be an object.'];
  const context = new SerializationContext(Versions.v1_5);
  new AdaptiveCard().parse(card, context);
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index)?.message ?? 'unknown').filter(
    (fault) => !readByTeams.test(fault),
  );
}
