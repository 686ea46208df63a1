import type { Block } from '../../src/core/document.ts';

const at = Date.UTC(2026, 10, 20, 13, 5);
const zone = 'Europe/Berlin';

/** One sample of every kind of block, by the name of its golden file. */
export const samples = {
  heading: { kind: 'heading', text: 'INC-7 · P1 · <checkout> & friends' },
  text: {
    kind: 'text',
    runs: [
      { kind: 'plain', text: 'CPU of *orders_db* is <high>, see ' },
      { kind: 'bold', text: 'today' },
      { kind: 'plain', text: ' with ' },
      { kind: 'code', text: 'chart cpu of orders-db' },
      { kind: 'plain', text: ' or ' },
      { kind: 'link', text: 'the alert', url: 'https://portal.azure.com/#alert?id=1&x=2' },
      { kind: 'link', text: ' not this one', url: 'javascript:alert(1)' },
      { kind: 'plain', text: ', says ' },
      { kind: 'mention', platform: 'slack', id: 'U0BEN00001', name: 'Ben Okafor' },
      { kind: 'plain', text: ' at ' },
      { kind: 'time', at, zone, style: 'datetime' },
      { kind: 'plain', text: ' on ' },
      { kind: 'time', at, zone, style: 'date' },
    ],
  },
  facts: {
    kind: 'facts',
    facts: [
      { label: 'Service', value: [{ kind: 'plain', text: 'checkout' }] },
      { label: 'Response time', value: [{ kind: 'plain', text: '812 ms' }], tone: 'bad' },
      { label: 'Owner', value: [] },
    ],
  },
  table: {
    kind: 'table',
    columns: [
      { title: 'Service', align: 'left' },
      { title: 'CPU', align: 'right' },
    ],
    rows: [
      [{ text: 'checkout' }, { text: '97 %', tone: 'bad' }],
      [{ text: 'search' }, { text: '' }],
    ],
    total: 12,
  },
  chart: chart(),
  'chart-without-picture': chart(),
  image: { kind: 'image', url: 'https://example.com/a.png', alt: 'A graph' },
  actions: {
    kind: 'actions',
    items: [
      { kind: 'button', label: 'Acknowledge', command: 'ack INC-7', look: 'primary' },
      { kind: 'button', label: 'Resolve', command: 'resolve INC-7', look: 'danger' },
      { kind: 'link', label: 'Open in Azure', url: 'https://portal.azure.com/' },
      { kind: 'link', label: 'Never shown', url: 'file:///etc/passwd' },
      { kind: 'select', label: 'Range', options: [{ label: '1 h', command: 'chart cpu of checkout over 1h' }] },
      { kind: 'select', label: 'Long', options: [{ label: 'as a button', command: `chart ${'m'.repeat(200)} of checkout` }] },
    ],
  },
  form: {
    kind: 'form',
    title: 'Declare an incident',
    submit: 'Declare',
    command: 'declare',
    fields: [
      { kind: 'text', name: 'title', label: 'Title', initial: 'Slow checkout', multiline: false, required: true },
      { kind: 'choice', name: 'severity', label: 'Severity', initial: 'P1', options: ['P0', 'P1', 'P2', 'P3'], required: false },
      { kind: 'search', name: 'of', label: 'Of what', initial: 'checkout', source: 'targets', required: true },
    ],
  },
  divider: { kind: 'divider' },
  note: { kind: 'note', tone: 'warning', runs: [{ kind: 'plain', text: 'Data is 4 minutes old.' }] },
  figure: { kind: 'figure', value: '4,312', label: 'count_' },
  preformatted: { kind: 'preformatted', text: 'requests | wher x\n           ^^^^' },
  file: { kind: 'file', name: 'requests.csv', mediaType: 'text/csv', content: 'a,b\r\n1,2\r\n' },
} as const satisfies Readonly<Record<string, Block>>;

function chart(): Extract<Block, { kind: 'chart' }> {
  return {
    kind: 'chart',
    alt: 'CPU of checkout: 12 % to 97 %, last 40 %',
    chart: {
      title: 'CPU of checkout',
      subtitle: 'last 6 h',
      style: 'line',
      unit: 'percent',
      timeZone: zone,
      from: at - 21_600_000,
      to: at,
      series: [],
      lines: [],
      marks: [],
    },
  };
}
