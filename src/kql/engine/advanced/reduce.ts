import { KqlFailure } from '../../failure.ts';
import type { StepRunner } from './helpers.ts';

/** Its patterns come of a search through the data that is not documented: ours would not be the service's. */
export const reduce: StepRunner<'reduce'> = () => {
  throw new KqlFailure('unsupported', 'The operator “reduce” is not supported here.');
};
