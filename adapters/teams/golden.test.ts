import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { validateCard } from '../../emulators/teams/validate-card.ts';

const folder = join(import.meta.dirname, 'golden');
const card = z.object({ type: z.literal('AdaptiveCard'), body: z.array(z.unknown()).min(1) });

it.each(readdirSync(folder))("Microsoft's own reader finds no fault in %s", (file) => {
  const written = card.loose().parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  expect(validateCard(written)).toEqual([]);
});
