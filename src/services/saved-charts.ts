import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Person } from '../core/model/person.ts';
import { isOwner, ownership, type SavedChart } from '../core/model/schedule.ts';
import { denial, mayRun } from '../core/permissions.ts';
import type { Settings, Suggest } from '../core/ports.ts';
import { readWords } from '../core/words.ts';
import { readChartCall } from './charts-grammar.ts';
import { chartCommand } from './charts-write.ts';
import { metricNames } from './metric-names.ts';
import { checkChartName } from './saved-charts-name.ts';
import { savedId } from './saved-name.ts';
import type { SavedCharts } from './services.ts';

export interface SavedChartsNeeds {
  readonly settings: Pick<Settings, 'list' | 'get' | 'put' | 'remove'>;
  readonly ledger: Pick<Ledger, 'lastDone'>;
  readonly suggest: Suggest;
}

/** A list that nobody reads to its end is of no use. */
const mostCharts = 200;
const mostCharacters = 1_500;

export function createSavedCharts({ settings, ledger, suggest }: SavedChartsNeeds): SavedCharts {
  const find = (name: string): Promise<SavedChart | undefined> => settings.get('charts', savedId(name));

  return {
    list: () => settings.list('charts'),
    find,
    save: async ({ name, command }, by) => {
      checkChartName(name);
      if (command.length > mostCharacters) throw new UserError('That chart is too long to be saved; draw less in one.', ['charts']);
      const known = await find(name);
      if (known !== undefined && !isOwner(by, known))
        throw new UserError(`${known.name} is a chart of ${known.ownerName}; choose another name.`, [`chart ${known.name}`]);
      if (known === undefined && (await settings.list('charts')).length >= mostCharts)
        throw new UserError(`There are ${mostCharts} saved charts; delete one first.`, ['charts', 'chart delete NAME']);
      return settings.put('charts', {
        id: savedId(name),
        name: name.trim(),
        command,
        ...ownership(by),
      });
    },
    remove: async (name, by, role) => {
      const known = await find(name);
      if (known === undefined) throw nothingToDelete(name, await settings.list('charts'), suggest);
      if (!isOwner(by, known) && mayRun(role, 'admin') === 'denied')
        throw denial(by, 'chart delete', 'admin', `${known.name} is a chart of ${known.ownerName}; only they or an admin may delete it.`);
      await settings.remove('charts', known.id);
      return known;
    },
    lastDrawn: async (who, where) => {
      const place = `${where.platform}:${where.channel}`;
      for (const words of await ledger.lastDone({ who: ownerOf(who), where: place, command: 'chart' })) {
        const drawn = await drawnBy(words);
        if (drawn !== undefined) return drawn;
      }
      return undefined;
    },
  };

  /** What a command that was carried out has drawn or named; undefined: nothing that can be drawn again. */
  async function drawnBy(words: string): Promise<string | undefined> {
    const call = readAgain(words);
    switch (call?.kind) {
      case 'draw':
        return chartCommand({ ...call.wish, as: call.wish.as === 'csv' ? undefined : call.wish.as, save: undefined });
      case 'saved':
      case 'save last':
        return (await find(call.name))?.command;
      case 'ask name':
        return call.wish && chartCommand(call.wish);
      case 'form':
      case 'delete':
      case undefined:
        return undefined;
    }
  }

  function readAgain(words: string): ReturnType<typeof readChartCall> | undefined {
    try {
      return readChartCall(readWords(words), suggest, []);
    } catch (error) {
      // What is long is cut in the audit, and another version may have read other words.
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
}

/** For a name that no chart has: the nearest, or how a metric of that name is drawn. */
export function noSuchChart(name: string, charts: readonly SavedChart[], suggest: Suggest): UserError {
  const names = charts.map((one) => one.name);
  const near = suggest(name, names);
  if (near !== undefined)
    return new UserError(`No saved chart is called “${shorten(name)}”. Did you mean ${near}?`, [`chart ${near}`, 'charts']);
  const all = metricNames.flatMap((one) => [one.name, ...one.aliases]);
  const metric = suggest(name, all) ?? shorten(name, 30);
  const hint = `To draw a metric, say of what: chart ${metric} of NAME.`;
  return new UserError(`No saved chart is called “${shorten(name)}”. ${hint}`, names.length === 0 ? [] : ['charts']);
}

function nothingToDelete(name: string, charts: readonly SavedChart[], suggest: Suggest): UserError {
  const names = charts.map((one) => one.name);
  const near = suggest(name, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const examples = near === undefined ? [] : [`chart delete ${near}`];
  return new UserError(`No saved chart is called “${shorten(name)}”.${hint}`, [...examples, ...(names.length === 0 ? [] : ['charts'])]);
}

function ownerOf({ platform, id }: Person): string {
  return `${platform}:${id}`;
}
