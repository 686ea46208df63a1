#!/usr/bin/env node
/** The command line `tocsin`. */
import { enableCompileCache } from 'node:module';
import { boundHeap } from './heap.ts';

boundHeap();
// What was compiled at the last start is read instead of being compiled anew. It counts for what is imported after it, so
// everything else is.
enableCompileCache();
const { runMain } = await import('./command-line.ts');
await runMain(process.argv.slice(2));
