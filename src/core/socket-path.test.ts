import { describe, expect, it } from 'vitest';
import { socketPath } from './socket-path.ts';

const where = { hash: (text: string) => `${text.length}`.padStart(64, '0').split('').toReversed().join(''), temporary: '/tmp/' };

describe('the socket of a running bot', () => {
  it('lies in the data folder', () => {
    expect(socketPath('/srv/tocsin/data/', where)).toBe('/srv/tocsin/data/tocsin.sock');
  });

  it('moves to a hashed name where the path is too long for a socket', () => {
    const path = socketPath(`/srv/${'long'.repeat(30)}`, where);
    expect(path).toMatch(/^\/tmp\/tocsin-[0-9a-f]{16}\.sock$/u);
  });

  it('counts bytes, not letters', () => {
    expect(socketPath(`/srv/${'ö'.repeat(60)}`, where)).toMatch(/^\/tmp\//u);
  });
});
