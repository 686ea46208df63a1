const deepest = 6;

/** An error as plain data: name, message, stack, its own fields, and its causes as far down as they go (at most six). */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause, ...own } = {
    ...error,
    name: error.name,
    message: error.message,
    stack: error.stack,
    cause: error.cause,
  };
  const errors = error instanceof AggregateError && depth < deepest ? error.errors.map((one) => describeError(one, depth + 1)) : undefined;
  return {
    name,
    message,
    stack,
    ...Object.fromEntries(
      Object.entries(own).map(([key, value]) => [key, value instanceof Error ? describeError(value, depth + 1) : value]),
    ),
    ...(cause === undefined ? {} : { cause: depth < deepest ? describeError(cause, depth + 1) : '…' }),
    ...(errors === undefined ? {} : { errors }),
  };
}
