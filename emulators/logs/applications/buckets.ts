const bounds = [
  [250, '<250ms'],
  [500, '250ms-500ms'],
  [1000, '500ms-1sec'],
  [3000, '1sec-3sec'],
  [7000, '3sec-7sec'],
  [15_000, '7sec-15sec'],
  [30_000, '15sec-30sec'],
  [60_000, '30sec-1min'],
  [120_000, '1min-2min'],
] as const;

/** How Application Insights groups durations in milliseconds. */
export const bucketOf = (duration: number): string => bounds.find(([below]) => duration < below)?.[1] ?? '>=2min';
