import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * V8's room for what was made last, in bytes. It would grow with every burst of answers, to a hundred megabytes, and stay so. But
 * as small as it begins, a flood of alerts costs a quarter of its time in collecting, so in a flood it may grow to this.
 */
const youngRoom = 20_000_000;
/** A start makes half as many, a flood more. */
const collectionsOfFlood = 100;

/**
 * By how many percent the heap may grow beyond what is in use before all of it is collected. V8's own bound is four times what is in
 * use, which is why a storm's rubbish alone took 150 MB; a collection takes it some milliseconds.
 */
const growth = 60;

/** Bounds the memory that V8 takes for speed, from now on and for the whole process. To be called before anything is loaded. */
export function boundHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${growth}`);
  const second = { begins: 0, collections: 0 };
  const bound = (collections: number): void => {
    if (performance.now() - second.begins > 1_000) Object.assign(second, { begins: performance.now(), collections: 0 });
    second.collections += collections;
    const size = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0;
    const mayGrow = second.collections > collectionsOfFlood && 2 * size <= youngRoom;
    // Only the factor can be set by which V8 multiplies the room whenever much of it survives.
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  };
  bound(0);
  new PerformanceObserver((list) => bound(list.getEntries().length)).observe({ entryTypes: ['gc'] });
}
