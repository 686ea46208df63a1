import { dynamicExamples } from './own/dynamics.ts';
import type { Own } from './own/example.ts';
import { formExamples } from './own/forms.ts';
import { groupExamples } from './own/groups.ts';
import { joinExamples } from './own/joins.ts';
import { pluginExamples } from './own/plugins.ts';
import { rowExamples } from './own/rows.ts';
import { sequenceExamples } from './own/sequences.ts';
import { textExamples } from './own/texts.ts';
import { timeExamples } from './own/times.ts';
import { viewExamples } from './own/views.ts';

/** Worked out by hand from the language's rules, each over data that it brings along. */
export const ownExamples: readonly Own[] = [
  ...rowExamples,
  ...groupExamples,
  ...joinExamples,
  ...formExamples,
  ...textExamples,
  ...timeExamples,
  ...dynamicExamples,
  ...sequenceExamples,
  ...pluginExamples,
  ...viewExamples,
];
