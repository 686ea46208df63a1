import { describe, expect, it } from 'vitest';
import { plainText } from '../src/core/document.ts';
import type { Reply } from '../src/core/invocation.ts';
import { say } from '../test/fakes/context.ts';
import { bind } from './bind.ts';

const textOf = ({ document }: Reply): string =>
  document.blocks.flatMap((block) => (block.kind === 'text' ? [plainText(block.runs)] : [])).join(' | ');

describe('bind', () => {
  function bindings() {
    let bound: string | undefined;
    const done: string[] = [];
    return {
      done,
      services: {
        bindings: {
          of: async () => (bound === undefined ? undefined : { id: 'slack:C-ops', service: bound, boundBy: 'Ben' }),
          bind: async (_place: unknown, service: string) => {
            bound = service;
            done.push(`bind ${service}`);
            return { id: 'slack:C-ops', service, boundBy: 'Ben' };
          },
          unbind: async () => {
            const was = bound;
            bound = undefined;
            return was === undefined ? ('absent' as const) : ('removed' as const);
          },
        },
      },
    };
  }

  it('binds, shows and unbinds', async () => {
    const { services } = bindings();
    expect(textOf(await say(bind, 'bind', { services }))).toContain('No service is bound');
    expect(textOf(await say(bind, 'bind shop', { services }))).toContain('about shop from now on');
    expect(textOf(await say(bind, 'bind', { services, role: 'viewer' }))).toContain('bound to shop (by Ben)');
    expect(textOf(await say(bind, 'bind none', { services }))).toContain('not bound to a service any more');
    expect(textOf(await say(bind, 'bind none', { services }))).toContain('was not bound');
  });

  it('is for responders', async () => {
    const { services, done } = bindings();
    await expect(say(bind, 'bind shop', { services, role: 'viewer' })).rejects.toThrow('Only a responder may bind a channel');
    expect(done).toEqual([]);
  });
});
