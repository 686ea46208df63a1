import { expect, it } from 'vitest';
import { plainText } from '../src/core/document.ts';
import type { Person } from '../src/core/model/person.ts';
import { whoAmI } from './whoami.ts';

it.each([
  ['known', false],
  ['unknown', true],
] as const)('a role is certain only of somebody whose profile is known: %s', (profile, unsure) => {
  const person: Person = { platform: 'slack', id: 'U1', name: 'ana', profile };
  const { blocks } = whoAmI({ person, role: 'viewer', timeZone: 'UTC', now: 0, may: ['help'], mayNot: [] });
  const words = blocks.flatMap((block) => (block.kind === 'facts' ? block.facts.map((fact) => plainText(fact.value)) : []));
  expect(words.join(' ').includes('I could not look up who you are just now')).toBe(unsure);
});
