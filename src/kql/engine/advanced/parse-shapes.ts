import { KqlFailure } from '../../failure.ts';

/** The text of each column of the pattern, in order; undefined: the pattern is not in the text. */
export type Matcher = (text: string) => readonly string[] | undefined;

/** For a pattern that cannot be carried out. */
export const patternFault = (message: string): KqlFailure => new KqlFailure('semantic', message);
