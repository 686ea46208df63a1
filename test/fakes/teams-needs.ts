import { createHash, createHmac } from 'node:crypto';
import type { Conversation } from '../../src/core/model/schedule.ts';
import type {
  ChartRenderer,
  Clock,
  CollectionName,
  Log,
  Settings,
  SettingsCollections,
  Signatures,
  SignedFiles,
  TimeText,
} from '../../src/core/ports.ts';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly data: object;
  readonly words: string;
}

/** Small working stand-ins for what app.ts hands to the Teams adapter. */
export interface AdapterNeeds {
  readonly settings: Pick<Settings, 'get' | 'put' | 'list' | 'remove'>;
  readonly conversations: Map<string, Conversation>;
  readonly charts: Pick<ChartRenderer, 'render'>;
  readonly files: SignedFiles | undefined;
  readonly signatures: Signatures;
  readonly clock: Clock;
  readonly log: Log;
  readonly lines: readonly LogLine[];
  readonly time: TimeText;
  readonly random: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** The pauses that were asked for; none is made. */
  readonly pauses: readonly number[];
}

export function adapterNeeds(clock: Clock): AdapterNeeds {
  const conversations = new Map<string, Conversation>();
  const lines: LogLine[] = [];
  const pauses: number[] = [];
  const write =
    (level: LogLine['level']) =>
    (data: object, words: string): void => {
      lines.push({ level, data, words });
    };
  return {
    conversations,
    settings: memorySettings({
      conversations,
      schedules: new Map(),
      choices: new Map(),
      runs: new Map(),
      charts: new Map(),
      signs: new Map(),
      bindings: new Map(),
      savedQueries: new Map(),
      keptQueries: new Map(),
      silences: new Map(),
    }),
    charts: dotCharts,
    files: undefined,
    signatures,
    clock,
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    lines,
    time: utcTime,
    random: () => 0.5,
    pause: async (ms) => void pauses.push(ms),
    pauses,
  };
}

type Kept = { readonly [C in CollectionName]: Map<string, SettingsCollections[C]> };

/** Settings in memory. */
function memorySettings(kept: Kept): AdapterNeeds['settings'] {
  return {
    list: async (collection) => [...kept[collection].values()],
    get: async (collection, id) => kept[collection].get(id),
    put: async (collection, value) => {
      const result = kept[collection].has(value.id) ? 'replaced' : 'added';
      kept[collection].set(value.id, value);
      return result;
    },
    remove: async (collection, id) => (kept[collection].delete(id) ? 'removed' : 'absent'),
  };
}

/** The smallest PNG there is, whatever is drawn. */
export const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const dotCharts: Pick<ChartRenderer, 'render'> = {
  render: async () => ({ png: onePixel, width: 1, height: 1 }),
};

const signatures: Signatures = {
  hmac: (secret, content) => createHmac('sha256', secret).update(content).digest('hex'),
  hash: (content) => createHash('sha256').update(content).digest('hex'),
  same: (one, other) => one === other,
};

/** Every zone is UTC. */
export const utcTime: TimeText = {
  format: (at, _zone, style) => {
    const iso = new Date(at).toISOString();
    switch (style) {
      case 'date':
        return iso.slice(0, 10);
      case 'time':
        return iso.slice(11, 16);
      case 'datetime':
        return iso.slice(0, 16).replace('T', ' ');
    }
  },
  zoneName: () => 'UTC',
  isZone: () => true,
};
