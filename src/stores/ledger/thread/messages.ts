import type { Writes } from '../writes.ts';

/** What the thread is asked. */
export interface Call {
  readonly id: number;
  readonly member: keyof Writes;
  readonly args: readonly unknown[];
}

export type Answer = { readonly id: number } & (
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly failure: Failure }
);

/** 'calls' are answered in any order; after 'end' the thread closes the file and ends. */
export type ToThread = { readonly kind: 'calls'; readonly calls: readonly Call[] } | { readonly kind: 'end' };

export interface FromThread {
  readonly answers: readonly Answer[];
}

/** An error as a message holds it: what storeError looks at must not be lost on the way. */
interface Failure {
  readonly message: string;
  readonly stack: string | undefined;
  readonly errcode: unknown;
  readonly code: unknown;
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, errcode: undefined, code: undefined };
  // The file is opened by what knows its errors already: what they came of says the same again on the other side.
  if (error.cause instanceof Error) return failureOf(error.cause);
  return {
    message: error.message,
    stack: error.stack,
    errcode: 'errcode' in error ? error.errcode : undefined,
    code: 'code' in error ? error.code : undefined,
  };
}

export function errorOf({ message, stack, errcode, code }: Failure): Error {
  return Object.assign(new Error(message), { stack, ...(errcode !== undefined && { errcode }), ...(code !== undefined && { code }) });
}
