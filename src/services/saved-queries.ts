import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Person } from '../core/model/person.ts';
import { isOwner, ownership, type SavedQuery } from '../core/model/schedule.ts';
import { denial, mayRun } from '../core/permissions.ts';
import type { Settings, Suggest } from '../core/ports.ts';
import { readWords } from '../core/words.ts';
import { kqlCommand, readKqlCall } from './queries-grammar.ts';
import { noOptions } from './queries-options.ts';
import type { Queries, SavedQueries, ShippedQuery } from './query-services.ts';
import { savedId } from './saved-name.ts';
import { checkQueryName } from './saved-queries-name.ts';

export interface SavedQueriesNeeds {
  readonly shipped: readonly ShippedQuery[];
  readonly settings: Pick<Settings, 'list' | 'get' | 'put' | 'remove'>;
  readonly ledger: Pick<Ledger, 'lastDone'>;
  readonly kept: Queries['kept'];
  readonly suggest: Suggest;
}

/** A list that nobody reads to its end is of no use. */
const mostQueries = 200;
/** The longest query, and what is said about it. */
const mostCharacters = 10_500;

/** See SavedQueries. */
export function createSavedQueries({ shipped, settings, ledger, kept, suggest }: SavedQueriesNeeds): SavedQueries {
  const saved = (name: string): Promise<SavedQuery | undefined> => settings.get('savedQueries', savedId(name));
  const shippedAs = (name: string): ShippedQuery | undefined => shipped.find((one) => one.name === savedId(name));

  return {
    list: async () => [...shipped, ...(await settings.list('savedQueries'))],
    find: async (name) => shippedAs(name) ?? (await saved(name)),
    save: async ({ name, command }, by) => {
      checkQueryName(name);
      if (shippedAs(name) !== undefined)
        throw new UserError(`${savedId(name)} is a query that comes with me; choose another name.`, [`query save my-${savedId(name)}`]);
      if (command.length > mostCharacters)
        throw new UserError(`That query is longer than the ${mostCharacters} characters that can be saved.`);
      const known = await saved(name);
      if (known !== undefined && !isOwner(by, known))
        throw new UserError(`${known.name} is a query of ${known.ownerName}; choose another name.`, [`query ${known.name}`]);
      if (known === undefined && (await settings.list('savedQueries')).length >= mostQueries)
        throw new UserError(`There are ${mostQueries} saved queries; delete one first.`, ['queries', 'query delete NAME']);
      return settings.put('savedQueries', {
        id: savedId(name),
        name: name.trim(),
        command,
        ...ownership(by),
      });
    },
    remove: async (name, by, role) => {
      if (shippedAs(name) !== undefined) throw new UserError(`${savedId(name)} comes with me and cannot be deleted.`, ['queries']);
      const known = await saved(name);
      if (known === undefined) throw noSuchQuery(name, await settings.list('savedQueries'), suggest, 'query delete');
      if (!isOwner(by, known) && mayRun(role, 'admin') === 'denied')
        throw denial(by, 'query delete', 'admin', `${known.name} is a query of ${known.ownerName}; only they or an admin may delete it.`);
      await settings.remove('savedQueries', known.id);
      return known;
    },
    lastAsked: async (who, where) => {
      const place = `${where.platform}:${where.channel}`;
      for (const words of await ledger.lastDone({ who: ownerOf(who), where: place, command: 'kql' })) {
        const command = await savableWords(words, kept);
        if (command !== undefined) return command;
      }
      return undefined;
    },
  };
}

/** What a kql command asks, without how it was shown; undefined for words that ask nothing, or that cannot be read any more. */
export async function savableWords(words: string, kept: Queries['kept']): Promise<string | undefined> {
  const call = readAgain(words);
  if (call?.kind !== 'ask') return undefined;
  const { options, body } = call.wish;
  const text = body.kind === 'text' ? body.text : await kept(body.id);
  if (text === undefined) return undefined;
  return kqlCommand({ options: { ...noOptions, in: options.in, overMs: options.overMs }, body: { kind: 'text', text } });
}

function readAgain(words: string): ReturnType<typeof readKqlCall> | undefined {
  // What was too long for the audit log ends in an ellipsis: half a query is none.
  if (words.endsWith('…')) return undefined;
  try {
    return readKqlCall(readWords(words), []);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** For a name that no query has: the nearest, as an example of `command`. */
export function noSuchQuery(name: string, queries: readonly { readonly name: string }[], suggest: Suggest, command = 'query'): UserError {
  const near = suggest(
    name,
    queries.map((one) => one.name),
  );
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return new UserError(`No query is called “${shorten(name)}”.${hint}`, [...(near === undefined ? [] : [`${command} ${near}`]), 'queries']);
}

function ownerOf({ platform, id }: Person): string {
  return `${platform}:${id}`;
}
