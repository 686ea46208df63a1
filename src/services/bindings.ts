import type { Settings } from '../core/ports.ts';
import type { Bindings } from './query-services.ts';
import type { Catalogue } from './services.ts';

export interface BindingsNeeds {
  readonly settings: Pick<Settings, 'get' | 'put' | 'remove'>;
  readonly catalogue: Pick<Catalogue, 'service'>;
}

/** Which service each channel asks about, kept in the settings. */
export function createBindings({ settings, catalogue }: BindingsNeeds): Bindings {
  return {
    of: (place) => settings.get('bindings', idOf(place)),
    bind: async (place, service, by) => {
      const binding = { id: idOf(place), service: catalogue.service(service).name, boundBy: by.name };
      await settings.put('bindings', binding);
      return binding;
    },
    unbind: (place) => settings.remove('bindings', idOf(place)),
  };
}

const idOf = ({ platform, channel }: { readonly platform: string; readonly channel: string }): string => `${platform}:${channel}`;
