import type { At } from './plan.ts';

/** Why a query could not be carried out, in the words a person reads; `at` is where in its text. */
export class KqlFailure extends Error {
  override readonly name = 'KqlFailure';
  /** 'unsupported': the engine does not know the construct that the message names · 'limit': too much time or space. */
  readonly kind: 'syntax' | 'semantic' | 'unsupported' | 'evaluation' | 'limit';
  readonly at: At | undefined;
  /** "SEM0100", where the service has one. */
  readonly code: string | undefined;

  constructor(
    kind: KqlFailure['kind'],
    message: string,
    details: { readonly at?: At | undefined; readonly code?: string | undefined } = {},
  ) {
    super(message);
    this.kind = kind;
    this.at = details.at;
    this.code = details.code;
  }
}
