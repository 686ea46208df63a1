#!/usr/bin/env node
/** The command line `tocsin`. */
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// The room for what was made last would grow with every burst of answers, to a hundred megabytes, and stay so.
setFlagsFromString('--semi-space-growth-factor=1');
// What was compiled at the last start is read instead of being compiled anew. It counts for what is imported after it, so
// everything else is.
enableCompileCache();
const { runMain } = await import('./command-line.ts');
await runMain(process.argv.slice(2));
