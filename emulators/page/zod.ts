import { z } from 'zod';

// The page's policy forbids code made from text, which zod would otherwise try. All of the page takes zod from here.
z.config({ jitless: true });

export { z };
