/**
 * Work that never runs twice at a time: a call during a run makes it run once more, and settles with that run. The second
 * run is needed because the first may have looked before what the caller stored was there.
 */
export function singleFlight(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const start = (): Promise<void> => {
    const flight = work().finally(() => {
      if (current === flight) current = undefined;
    });
    current = flight;
    return flight;
  };

  const follow = async (before: Promise<void>): Promise<void> => {
    await Promise.allSettled([before]);
    following = undefined;
    await start();
  };

  return () => {
    if (current === undefined) return start();
    following ??= follow(current);
    return following;
  };
}
