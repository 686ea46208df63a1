import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Faults } from './faults.ts';

/**
 * The faults that are alike on every platform: answers that never come, come late, or break off. To be called before the
 * emulators are registered; the server's routes of its own (the control interface, the page) are met by none.
 */
export function applyFaults(server: FastifyInstance, faults: Faults): void {
  const unanswered = new WeakSet<object>();
  server.addHook('onRequest', async (request, reply) => {
    const late = faults.keepsDelays(request.url) ? undefined : faults.takeDelay(request.url);
    if (late !== undefined) await delay(late.delayMs, undefined, { ref: false });
    const timeout = faults.takeTimeout(request.url);
    if (timeout?.timeout === 'before') return swallow(reply);
    if (timeout?.timeout === 'after') unanswered.add(request.raw);
    return undefined;
  });
  server.addHook('onSend', async (request, reply, payload) => {
    if (unanswered.has(request.raw)) return swallow(reply);
    if (faults.takePartial(request.url, request.raw) === undefined) return payload;
    return breakOff(request, reply, payload);
  });
}

/** Nobody answers: the connection stays open until the one who asked gives up, or the server ends. */
function swallow(reply: FastifyReply): Promise<never> {
  reply.hijack();
  return new Promise(() => undefined);
}

/** Sends half of what was to be sent, announced as the whole, and breaks the connection. */
function breakOff(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
  const whole = Buffer.from(payload);
  reply.hijack();
  const type = String(reply.getHeader('content-type') ?? 'application/json');
  reply.raw.writeHead(reply.statusCode, { 'content-type': type, 'content-length': whole.length });
  reply.raw.write(whole.subarray(0, Math.floor(whole.length / 2)), () => request.raw.socket.destroy());
  return new Promise(() => undefined);
}
