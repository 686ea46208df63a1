import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { slackWorld } from '../world.ts';
import type { Acknowledgement, Envelope, Line } from './outbox.ts';
import { isBlock, stringOf } from './readable.ts';

/** Why Slack asks for another connection: soon, now, or because the app was switched off. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

interface Pending {
  readonly socket: WebSocket;
  readonly settle: (result: Acknowledgement) => void;
}

export const socketPath = '/slack/socket';
/** Slack's most connections of one app. */
const mostConnections = 10;
/** How long a connection lives on after Slack has asked for another one. */
const graceMs = 10_000;

/** The Socket Mode side of Slack: the bot opens websockets, gets each envelope on one of them and acknowledges it by its id. */
export class SocketLine implements Line {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #pending = new Map<string, Pending>();
  readonly #waitingForBot = new Set<() => void>();
  /** Those that take envelopes, in the order of their turns. */
  #sockets: readonly WebSocket[] = [];
  #opened = 0;
  readonly #patienceMs: number;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** The path and query of a new connection's address; each is good once. */
  open(): string {
    this.#opened += 1;
    const ticket = `ticket-${this.#opened}`;
    this.#tickets.add(ticket);
    return `${socketPath}?ticket=${ticket}`;
  }

  /** To be called for every upgrade of the HTTP server; ignores those of others. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://local');
    if (url.pathname !== socketPath) return;
    if (!this.#tickets.delete(url.searchParams.get('ticket') ?? '')) {
      stream.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#greet(socket));
  }

  connected = (): boolean => this.#sockets.length > 0;

  /** How many connections take envelopes. */
  connections = (): number => this.#sockets.length;

  ready = (): Promise<void> =>
    this.#sockets.length === 0 ? new Promise((resolve) => this.#waitingForBot.add(resolve)) : Promise.resolve();

  send = (envelope: Envelope): Promise<Acknowledgement> => {
    const socket = this.#next();
    if (socket === undefined) return Promise.resolve({ taken: false, reason: 'disconnected' });
    return new Promise((resolve) => {
      const settle = (result: Acknowledgement): void => {
        clearTimeout(timer);
        this.#pending.delete(envelope.id);
        resolve(result);
      };
      const timer = setTimeout(() => settle({ taken: false, reason: 'operation_timeout' }), this.#patienceMs);
      this.#pending.set(envelope.id, { socket, settle });
      socket.send(JSON.stringify(wireEnvelope(envelope)));
    });
  };

  /** Asks the bot to connect anew, as Slack does every few hours; a warning comes some seconds before that. */
  disconnect(reason: DisconnectReason): void {
    for (const socket of this.#sockets) {
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }));
      if (reason !== 'warning') setTimeout(() => socket.close(), graceMs).unref();
    }
  }

  stop = async (): Promise<void> => {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
    for (const wake of this.#waitingForBot) wake();
  };

  /** Slack chooses any of the connections; here they take turns. */
  #next(): WebSocket | undefined {
    const [first, ...rest] = this.#sockets;
    if (first !== undefined) this.#sockets = [...rest, first];
    return first;
  }

  #greet(socket: WebSocket): void {
    if (this.#sockets.length >= mostConnections) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'applink-1' } }));
      return socket.close();
    }
    socket.on('message', (data) => this.#take(data));
    socket.on('close', () => this.#lose(socket));
    socket.on('error', () => socket.terminate());
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#sockets.length + 1,
        connection_info: { app_id: slackWorld.appId },
        debug_info: { host: 'applink-1', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    this.#sockets = [...this.#sockets, socket];
    for (const wake of this.#waitingForBot) wake();
    this.#waitingForBot.clear();
  }

  #lose(socket: WebSocket): void {
    this.#sockets = this.#sockets.filter((one) => one !== socket);
    for (const one of this.#pending.values()) if (one.socket === socket) one.settle({ taken: false, reason: 'disconnected' });
  }

  #take(data: RawData): void {
    const text = textOf(data);
    const message: unknown = JSON.parse(text);
    if (!isBlock(message)) return;
    this.#pending.get(stringOf(message['envelope_id']))?.settle({ taken: true, answer: message['payload'] });
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString();
}

function wireEnvelope(envelope: Envelope): object {
  const common = { envelope_id: envelope.id, type: envelope.type, payload: envelope.payload };
  if (envelope.type !== 'events_api') return { ...common, accepts_response_payload: true };
  return {
    ...common,
    accepts_response_payload: false,
    retry_attempt: envelope.attempt,
    retry_reason: envelope.attempt > 0 ? 'timeout' : '',
  };
}
