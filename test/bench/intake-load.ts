/**
 * A program of its own, so that it takes no time from the server it loads: posts over so many connections, each as soon as the
 * answer to its last one is there. It is sent a Load and sends back what was Seen.
 */
import { createHmac, createSecretKey, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface Load {
  readonly port: number;
  readonly path: string;
  readonly what: 'Sentry hooks' | 'Alertmanager alerts';
  /** Signs Sentry's hooks. */
  readonly secret: string;
  readonly connections: number;
  /** Not counted. */
  readonly warmUpMs: number;
  readonly ms: number;
}

export interface Seen {
  readonly perSecond: number;
  /** Each answer's, in milliseconds. */
  readonly times: readonly number[];
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
}

const bodyBytes = 2_048;
/** As in a storm: few rules, of which another event comes with each hook. */
const rules = 20;

type MakeRequest = (number: number) => string;

/** Where the number of the message goes; as long as the number is written, so that every body is equally long. */
const place = '########';

/** Texts are put together, not values, because every microsecond here is one that the server cannot be loaded in. */
function requestsFor(load: Load): MakeRequest {
  const make = load.what === 'Sentry hooks' ? sentryHook : alertmanagerAlert;
  const run = randomUUID();
  const templates = Array.from({ length: rules }, (_, rule) => {
    const filler = 'x'.repeat(bodyBytes - make({ run, rule: 100 + rule, filler: '' }).length);
    return make({ run, rule: 100 + rule, filler }).split(place);
  });
  const head = `POST ${load.path} HTTP/1.1\r\nhost: 127.0.0.1:${load.port}\r\ncontent-type: application/json\r\ncontent-length: ${bodyBytes}\r\n`;
  const key = createSecretKey(load.secret, 'utf8');
  const sign = (body: string): string => createHmac('sha256', key).update(body).digest('hex');
  const proofOf = (body: string): string =>
    load.what === 'Sentry hooks' ? `sentry-hook-resource: metric_alert\r\nsentry-hook-signature: ${sign(body)}\r\n` : '';
  return (number) => {
    const body = (templates[number % rules] ?? []).join(String(number).padStart(place.length, '0'));
    return `${head}${proofOf(body)}\r\n${body}`;
  };
}

interface Told {
  readonly run: string;
  readonly rule: number;
  readonly filler: string;
}

function sentryHook({ run, rule, filler }: Told): string {
  return JSON.stringify({
    action: 'critical',
    data: {
      description_text: filler,
      description_title: `bench rule ${rule}`,
      metric_alert: {
        id: `${run}-${place}`,
        alert_rule: { id: `${rule}`, name: `bench rule ${rule}` },
        projects: ['bps-website'],
        date_detected: new Date().toISOString(),
      },
      web_url: 'https://sentry.example.com/issues/1',
    },
  });
}

function alertmanagerAlert({ run, rule, filler }: Told): string {
  const labels = { alertname: `bench rule ${rule}`, severity: 'critical', run, number: place };
  return JSON.stringify([{ labels, annotations: { description: filler }, startsAt: new Date().toISOString() }]);
}

interface Counted {
  readonly times: number[];
  readonly statuses: Record<string, number>;
  readonly next: () => string;
  readonly isCounting: () => boolean;
  readonly isOver: () => boolean;
}

/** Posts one after the other until it is over. */
function post(load: Load, counted: Counted): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true });
    let begun = 0;
    let received = '';
    const send = (): void => {
      if (counted.isOver()) return void socket.end();
      const request = counted.next();
      begun = performance.now();
      socket.write(request);
    };
    socket.setEncoding('latin1').on('data', (part) => {
      received += String(part);
      const end = endOfAnswer(received);
      if (end === undefined) return;
      if (counted.isCounting()) count(counted, received.slice(9, 12), performance.now() - begun);
      received = received.slice(end);
      send();
    });
    socket.once('connect', send).once('close', () => resolve());
    failWith(socket, reject);
  });
}

function failWith(socket: Socket, reject: (error: Error) => void): void {
  socket.once('error', reject);
}

function count({ times, statuses }: Counted, status: string, ms: number): void {
  times.push(ms);
  statuses[status] = (statuses[status] ?? 0) + 1;
}

/** Where the answer ends in what came so far; undefined: not yet. */
function endOfAnswer(received: string): number | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const length = /\r\ncontent-length: (\d+)/iu.exec(received.slice(0, headEnd))?.[1] ?? '0';
  const end = headEnd + 4 + Number(length);
  return received.length < end ? undefined : end;
}

async function run(load: Load): Promise<Seen> {
  const make = requestsFor(load);
  const begin = performance.now() + load.warmUpMs;
  const end = begin + load.ms;
  let number = 0;
  const counted: Counted = {
    times: [],
    statuses: {},
    next: () => make((number += 1)),
    isCounting: () => performance.now() >= begin && performance.now() < end,
    isOver: () => performance.now() >= end,
  };
  await Promise.all(Array.from({ length: load.connections }, () => post(load, counted)));
  return { perSecond: (counted.times.length * 1_000) / load.ms, times: counted.times, statuses: counted.statuses };
}

process.once('message', (load: Load) => {
  void run(load).then((seen) => process.send?.(seen, () => process.disconnect()));
});
