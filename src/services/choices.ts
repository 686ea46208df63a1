import type { Settings } from '../core/ports.ts';
import type { Choices } from './services.ts';

/** What people chose for themselves, kept in the settings; the router reads it for every command. */
export function createChoices(settings: Pick<Settings, 'get' | 'put' | 'remove'>): Choices {
  return {
    timeZoneOf: async (person) => (await settings.get('choices', idOf(person)))?.timeZone,
    chooseTimeZone: async (person, timeZone) => {
      if (timeZone === undefined) await settings.remove('choices', idOf(person));
      else await settings.put('choices', { id: idOf(person), timeZone });
    },
  };
}

const idOf = ({ platform, id }: { readonly platform: string; readonly id: string }): string => `${platform}:${id}`;
