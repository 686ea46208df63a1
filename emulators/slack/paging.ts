import { type Args, SlackRefusal, stringArg } from './answer.ts';

/** A page of what there is, in the order given. The cursor is the place of the next page's first, as text that is none of the app's business. */
export function page<Item>(all: readonly Item[], args: Args, most: number): { readonly items: readonly Item[]; readonly next: string } {
  const limit = Math.min(Number(stringArg(args, 'limit') ?? 100), most);
  if (!Number.isInteger(limit) || limit < 1) throw new SlackRefusal('invalid_limit');
  const from = Number(Buffer.from(stringArg(args, 'cursor') ?? '', 'base64').toString() || 0);
  if (!Number.isInteger(from) || from < 0) throw new SlackRefusal('invalid_cursor');
  const more = all.length > from + limit;
  return { items: all.slice(from, from + limit), next: more ? Buffer.from(String(from + limit)).toString('base64') : '' };
}
