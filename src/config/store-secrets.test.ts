import { describe, expect, it } from 'vitest';
import { configFrom, faultsIn } from '../../test/fakes/config.ts';

describe('store.url', () => {
  it('takes PostgreSQL, whose password no log may hold', () => {
    const { config, secrets } = configFrom('store: { url: "postgres://tocsin:${PASSWORD}@db/tocsin" }', { PASSWORD: 'hunter%202' });
    expect(config.store).toEqual({ kind: 'postgres', url: 'postgres://tocsin:hunter%202@db/tocsin', folder: '/srv/tocsin/data' });
    expect(secrets).toEqual(['postgres://tocsin:hunter%202@db/tocsin', 'hunter%202', 'hunter 2']);
  });

  it('holds no password of its own, also where it is no URL', () => {
    const fault =
      'store.url: holds a password: write ${NAME} in its place (or for the whole URL), and set that variable in the environment';
    expect(faultsIn('store: { url: "postgres://tocsin:secret@db/tocsin" }')).toEqual([fault]);
    expect(faultsIn('store: { url: "postgres://tocsin:secret@db:x/tocsin" }')).toEqual([fault]);
    expect(faultsIn('store: { url: "postgres://tocsin@db/tocsin?password=secret" }')).toEqual([fault]);
    expect(faultsIn('store: { url: "postgres://tocsin@db/tocsin" }')).toEqual([]);
  });
});
