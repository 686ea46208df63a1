import { z } from 'zod';
import { text } from './common.ts';

/** Where everything is kept: a folder, or PostgreSQL with a folder for what belongs to this machine alone. */
export type StoreContent =
  | { readonly kind: 'file'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly folder: string };

/** The lock and the socket of the command line belong to one machine, whatever database it shares with others. */
const folderBesidePostgres = 'data';

export const storeSchema = z
  .strictObject({
    url: z
      .string()
      .prefault('file:data')
      .meta({
        description:
          'file:FOLDER, relative to this file, for one running Tocsin; or postgres://USER:${PASSWORD}@HOST/DATABASE for several on one database.',
        examples: ['file:data'],
      }),
    folder: text(
      'With PostgreSQL: where the lock and the socket of the command line are, relative to this file. Left out: data.',
      'data',
    ).optional(),
  })
  .transform(({ url, folder }, context): StoreContent => {
    if (/^postgres(?:ql)?:\/\/./u.test(url)) return { kind: 'postgres', url, folder: folder ?? folderBesidePostgres };
    if (folder !== undefined) {
      context.addIssue({ code: 'custom', path: ['folder'], message: 'is for PostgreSQL only: file: names its folder itself; remove it' });
    }
    if (!/^file:(?!\/\/)./u.test(url)) {
      const message = 'must be file:FOLDER, such as file:data or file:/var/lib/tocsin, or postgres://USER:${PASSWORD}@HOST/DATABASE';
      context.addIssue({ code: 'custom', path: ['url'], message });
    }
    return { kind: 'file', folder: url.replace(/^file:/u, '') };
  })
  .meta({
    description: 'Where Tocsin keeps its data.',
    examples: [{ url: 'postgres://tocsin:${TOCSIN_DB_PASSWORD}@db.example.com/tocsin', folder: 'data' }],
  });
