import { describe, expect, it } from 'vitest';
import { plainText } from '../src/core/document.ts';
import type { Reply } from '../src/core/invocation.ts';
import type { Incident } from '../src/core/model/incident.ts';
import type { SavedChart } from '../src/core/model/schedule.ts';
import { type HomeNeeds, readHome } from '../src/services/home.ts';
import type { DigestContent, ServiceHealth } from '../src/services/services.ts';
import { home as page } from '../templates/home.ts';
import { ben, type Circumstances, noServices, say } from '../test/fakes/context.ts';
import { shop } from '../test/fakes/incident-desk.ts';
import { home } from './home.ts';

const now = Date.UTC(2026, 10, 20, 9);
const mail = { ...shop, name: 'mail', title: 'Mail' };

const incident = (number: number, over: Partial<Incident> = {}): Incident => ({
  id: `INC-${number}`,
  service: 'shop',
  services: ['shop'],
  title: 'Slow responses',
  severity: 'P2',
  state: 'triggered',
  openedAt: now - 60_000,
  alerts: [],
  rooms: [],
  version: 1,
  ...over,
});

const savedChart = (name: string, owner = 'slack:U0BEN'): SavedChart => ({
  id: name.toLowerCase(),
  name,
  command: `chart cpu of ${name} over 6h`,
  owner,
  ownerName: 'Ben',
});

const wellness: readonly ServiceHealth[] = [
  { service: shop, state: 'good', kpis: [], incidents: [], failures: [] },
  {
    service: mail,
    state: 'bad',
    kpis: [{ name: 'latency', title: 'Latency', shown: '2,100 ms', value: 2_100, state: 'bad', limits: '' }],
    incidents: [],
    failures: [],
  },
];

interface World {
  readonly incidents?: readonly Incident[];
  readonly charts?: readonly SavedChart[];
  readonly content?: HomeNeeds['services']['digests']['content'];
}

const contentOf = (services: readonly ServiceHealth[]): DigestContent => ({
  at: now,
  from: now,
  timeZone: 'UTC',
  services,
  unassigned: [],
});

function sourcesOf({ incidents = [], charts = [], content = async () => contentOf(wellness) }: World): HomeNeeds['services'] {
  return {
    catalogue: { services: () => [shop, mail] },
    incidents: { open: async () => incidents },
    savedCharts: { list: async () => charts },
    digests: { content },
  };
}

async function show(world: World, over: Circumstances = {}): Promise<Reply> {
  const { catalogue, incidents, savedCharts, digests } = sourcesOf(world);
  return say(home, 'home', {
    now,
    ...over,
    services: {
      catalogue: { ...noServices.catalogue, ...catalogue },
      incidents: { ...noServices.incidents, ...incidents },
      savedCharts: { ...noServices.savedCharts, ...savedCharts },
      digests: { ...noServices.digests, ...digests },
    },
  });
}

const linesOf = ({ document }: Pick<Reply, 'document'>): readonly string[] =>
  document.blocks.flatMap((block) => ('runs' in block ? [plainText(block.runs)] : []));
const buttonsOf = ({ document }: Pick<Reply, 'document'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    document.blocks.flatMap((block) =>
      block.kind === 'actions' ? block.items.flatMap((item) => (item.kind === 'button' ? [[item.label, item.command]] : [])) : [],
    ),
  );

describe('home', () => {
  it('shows to its author alone how the services are, the worst first', async () => {
    const reply = await show({});
    expect(reply).toMatchObject({ audience: 'sender', replace: true, document: { summary: 'Your home: 2 services, no incident is open' } });
    expect(linesOf(reply).slice(0, 2)).toEqual(['Mail: in trouble · Latency 2,100 ms', 'Web shop: healthy']);
    expect(buttonsOf(reply)).toMatchObject({ 'New chart': 'chart', Refresh: 'home' });
  });

  it('lists the open incidents with what can be done, the most severe first', async () => {
    const world = { incidents: [incident(1, { state: 'acknowledged' }), incident(2, { severity: 'P1' })] };
    const reply = await show(world);
    const lines = linesOf(reply).filter((line) => line.startsWith('INC-'));
    expect(lines.map((line) => line.slice(0, 5))).toEqual(['INC-2', 'INC-1']);
    expect(Object.values(buttonsOf(reply))).toEqual(
      expect.arrayContaining(['ack INC-2', 'resolve INC-2', 'resolve INC-1', 'timeline INC-1', 'timeline INC-2']),
    );
    expect(Object.values(buttonsOf(reply))).not.toContain('ack INC-1');
    expect(Object.values(buttonsOf(await show(world, { role: 'viewer' })))).not.toContain('resolve INC-1');
  });

  it('says how many incidents and charts are not shown, and where they are', async () => {
    const many = Array.from({ length: 8 }, (_, index) => index + 1);
    const reply = await show({
      incidents: many.map((number) => incident(number)),
      charts: many.map((number) => savedChart(`c${number}`)),
    });
    expect(linesOf(reply)).toContain('3 more are open.');
    expect(buttonsOf(reply)).toMatchObject({ 'All incidents': 'incidents', 'All charts': 'charts' });
  });

  it('draws the reader’s own charts, not those of others', async () => {
    const buttons = buttonsOf(
      await show({ charts: [savedChart('shop'), savedChart('mail', 'slack:U0EVA'), savedChart('x', 'teams:U0BEN')] }),
    );
    expect(buttons['Draw shop']).toBe('chart shop');
    expect(Object.keys(buttons).filter((label) => label.startsWith('Draw'))).toHaveLength(1);
  });

  it('comes without the states when Azure fails', async () => {
    const lines = linesOf(await show({ content: () => Promise.reject(new Error('down')) }));
    expect(lines).toEqual(expect.arrayContaining(['Web shop: unknown', 'Mail: unknown']));
  });

  it('does not wait for an Azure that is slow, and lets it go on', async () => {
    const patience = new AbortController();
    const asked: AbortSignal[] = [];
    const content: HomeNeeds['services']['digests']['content'] = async (_schedule, _at, signal) => {
      asked.push(signal);
      return new Promise(() => undefined);
    };
    const services = sourcesOf({ content, incidents: [incident(1)] });
    const reading = readHome({ actor: ben, services, timeZone: 'UTC', now, signal: new AbortController().signal }, patience.signal);
    patience.abort();
    const read = await reading;
    expect(read).toMatchObject({ services: undefined, catalogue: [shop, mail], incidents: [{ id: 'INC-1' }] });
    expect(asked.map((signal) => signal.aborted)).toEqual([false]);
    const document = page({ ...read, timeZone: 'UTC', now, mayResolve: 'yes' });
    expect(linesOf({ document })[0]).toContain('not known yet');
  });
});
