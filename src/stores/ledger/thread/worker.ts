/** Run as a thread of its own: all that writes to an embedded ledger. */
import { enableCompileCache } from 'node:module';

// As in main.ts: it counts for what is imported after it.
enableCompileCache();
const { write } = await import('./write.ts');
write();
