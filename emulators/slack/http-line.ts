import { createHmac } from 'node:crypto';
import type { Acknowledgement, Envelope, Line } from './outbox.ts';

/** Delivers by signed HTTP instead, as Slack does for apps with a request URL. Signatures use real time. */
export function createHttpLine(to: { readonly url: string; readonly signingSecret: string }, patienceMs: number): Line {
  return {
    connected: () => true,
    ready: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    send: async (envelope): Promise<Acknowledgement> => {
      try {
        const response = await fetch(to.url, { ...signedRequest(envelope, to.signingSecret), signal: AbortSignal.timeout(patienceMs) });
        const text = await response.text();
        if (!response.ok) {
          // With this header the app says that it does not want the event again.
          const final = response.headers.get('x-slack-no-retry') === '1';
          return final ? { taken: true, answer: undefined } : { taken: false, reason: 'http_error' };
        }
        const isJson = response.headers.get('content-type')?.includes('application/json') === true;
        return { taken: true, answer: isJson ? JSON.parse(text) : text };
      } catch {
        return { taken: false, reason: 'http_timeout' };
      }
    },
  };
}

function signedRequest(envelope: Envelope, secret: string): RequestInit {
  const { body, type } = encode(envelope);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const retried = { 'x-slack-retry-num': String(envelope.attempt), 'x-slack-retry-reason': envelope.reason ?? 'http_timeout' };
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
      ...(envelope.attempt > 0 ? retried : {}),
    },
  };
}

function encode(envelope: Envelope): { readonly body: string; readonly type: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (envelope.type) {
    case 'events_api':
      return { body: JSON.stringify(envelope.payload), type: 'application/json' };
    case 'interactive':
      return { body: new URLSearchParams({ payload: JSON.stringify(envelope.payload) }).toString(), type: form };
    case 'slash_commands': {
      const fields = Object.entries(envelope.payload).map(([name, value]) => [name, String(value)]);
      return { body: new URLSearchParams(fields).toString(), type: form };
    }
  }
}
