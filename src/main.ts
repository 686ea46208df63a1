#!/usr/bin/env node
/** The command line `tocsin`. */
import { enableCompileCache } from 'node:module';
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * V8's room for what was made last, in bytes. It would grow with every burst of answers, to a hundred megabytes, and stay so. But
 * as small as it begins, a flood of alerts costs a quarter of its time in collecting, so in a flood it may grow to this.
 */
const youngRoom = 20_000_000;
/** A start makes half as many, a flood more. */
const collectionsOfFlood = 100;
const second = { begins: 0, collections: 0 };

/** Only the factor can be set by which V8 multiplies the room whenever much of it survives. */
function boundYoungRoom(collections: number): void {
  if (performance.now() - second.begins > 1_000) Object.assign(second, { begins: performance.now(), collections: 0 });
  second.collections += collections;
  const size = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0;
  const mayGrow = second.collections > collectionsOfFlood && 2 * size <= youngRoom;
  setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
}

boundYoungRoom(0);
new PerformanceObserver((list) => boundYoungRoom(list.getEntries().length)).observe({ entryTypes: ['gc'] });
// What was compiled at the last start is read instead of being compiled anew. It counts for what is imported after it, so
// everything else is.
enableCompileCache();
const { runMain } = await import('./command-line.ts');
await runMain(process.argv.slice(2));
