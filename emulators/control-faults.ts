import { z } from 'zod';
import { duration } from './control-schema.ts';
import type { AnyFault } from './faults.ts';

export type FaultOrder =
  | { readonly kind: 'clear'; readonly target: string | undefined }
  | { readonly kind: 'add'; readonly fault: AnyFault };

/** What POST /control/faults takes: one kind of fault at a target, or an end to them. */
export const faultsBody = z
  .strictObject({
    target: z.string().min(1).optional(),
    /** Narrows the target: a path's beginning below it. */
    path: z.string().min(1).optional(),
    status: z.int().min(400).max(599).optional(),
    timeout: z.literal(true).optional(),
    after: z.boolean().optional(),
    delayMs: z.int().min(1).max(600_000).optional(),
    partial: z.literal(true).optional(),
    clear: z.literal(true).optional(),
    count: z.int().min(1).optional(),
    for: duration.optional(),
    retryAfter: z.int().min(0).optional(),
    /** The platform's own name of the fault: "token_revoked". */
    error: z.string().min(1).optional(),
  })
  .transform((body, context): FaultOrder => {
    const order = read(body);
    if (typeof order !== 'string') return order;
    context.addIssue({ code: 'custom', message: order });
    return z.NEVER;
  });

interface Body {
  readonly target?: string | undefined;
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  readonly timeout?: true | undefined;
  readonly after?: boolean | undefined;
  readonly delayMs?: number | undefined;
  readonly partial?: true | undefined;
  readonly clear?: true | undefined;
  readonly count?: number | undefined;
  readonly for?: number | undefined;
  readonly retryAfter?: number | undefined;
  readonly error?: string | undefined;
}

/** A platform's own error needs no status beside it. */
const plainRefusal = 400;

/** The order, or what is wrong with it. */
function read(body: Body): FaultOrder | string {
  const { timeout, delayMs, partial, error } = body;
  const status = body.status ?? (error === undefined ? undefined : plainRefusal);
  const kinds = [status, timeout, delayMs, partial].filter((one) => one !== undefined).length;
  const target = [body.target, body.path].filter((one) => one !== undefined).map((one) => one.replaceAll(/^\/+|\/+$/gu, ''));
  if (body.clear === true)
    return kinds === 0 ? { kind: 'clear', target: target.join('/') || undefined } : 'give either a fault or "clear": true';
  if (body.target === undefined || kinds !== 1)
    return 'give a target and one of "status", "error", "timeout": true, "delayMs", "partial": true, or "clear": true';
  if (body.after === true && timeout === undefined) return '"after" goes with "timeout" only';
  if (body.retryAfter !== undefined && status === undefined) return '"retryAfter" goes with "status" only';
  const common = { target: target.join('/'), count: body.count, forMs: body.for };
  if (status !== undefined) return { kind: 'add', fault: { ...common, status, error, retryAfter: body.retryAfter } };
  if (timeout !== undefined) return { kind: 'add', fault: { ...common, timeout: body.after === true ? 'after' : 'before' } };
  if (delayMs !== undefined) return { kind: 'add', fault: { ...common, delayMs } };
  return { kind: 'add', fault: { ...common, partial: true } };
}
