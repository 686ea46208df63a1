import { z } from 'zod';

export const storeSchema = z
  .strictObject({
    url: z
      .string()
      .transform((url, context) => {
        if (/^postgres(?:ql)?:/u.test(url)) context.addIssue('PostgreSQL is not built yet; use file:FOLDER');
        else if (!/^file:(?!\/\/)./u.test(url)) context.addIssue('must be file:FOLDER, such as file:data or file:/var/lib/tocsin');
        return url.replace(/^file:/u, '');
      })
      .prefault('file:data')
      .meta({
        description: 'The folder for all that is kept, relative to this file. One running Tocsin per folder.',
        examples: ['file:data'],
      }),
  })
  .meta({ description: 'Where Tocsin keeps its data.' });
