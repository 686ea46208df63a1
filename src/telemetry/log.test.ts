import { describe, expect, it } from 'vitest';
import { ProviderError } from '../core/errors.ts';
import { createLog, type LogLevel } from './log.ts';

const canary = 'canary-7f3a/+"\\=';

function begin(level: LogLevel = 'debug', redact: readonly string[] = [canary]) {
  const lines: string[] = [];
  const log = createLog({ level, redact, destination: { write: (line) => lines.push(line) } });
  return { log, lines, records: () => lines.map((line): Record<string, unknown> => JSON.parse(line)) };
}

describe('the log', () => {
  it('writes one JSON object a line, with level, time and sentence', () => {
    const { log, lines, records } = begin();
    log.info({ alert: 'a1' }, 'alert considered');
    log.debug({}, 'details\nover two lines');
    expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(records()[0]).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/u),
      alert: 'a1',
      msg: 'alert considered',
    });
  });

  it('keeps quiet below its level', () => {
    const { log, lines } = begin('warn');
    log.info({}, 'not this');
    log.warn({}, 'this');
    expect(lines).toHaveLength(1);
  });

  it('tells an error with its stack, its own fields and its causes', () => {
    const { log, records } = begin();
    const cause = new TypeError('fetch failed', { cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) });
    log.error(
      { error: new ProviderError('JIRA', 'is out of reach', { retry: { when: 'later', afterMs: 5_000 }, cause }) },
      'an issue failed',
    );
    expect(records()[0]?.['error']).toMatchObject({
      name: 'ProviderError',
      message: 'is out of reach',
      stack: expect.stringContaining('log.test.ts'),
      provider: 'JIRA',
      retry: { when: 'later', afterMs: 5_000 },
      cause: { name: 'TypeError', cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' } },
    });
  });

  it('survives errors that go round in circles and things that are thrown without being errors', () => {
    const { log, records } = begin();
    const error = new Error('round');
    error.cause = error;
    log.error({ error }, 'in circles');
    log.error({ error: 'just words' }, 'thrown text');
    log.error({ error: new AggregateError([new Error('one'), new Error('two')], 'both') }, 'several');
    expect(records()[1]?.['error']).toBe('just words');
    expect(records()[2]?.['error']).toMatchObject({ errors: [{ message: 'one' }, { message: 'two' }] });
  });
});

describe('42: canary secrets in the log', () => {
  const places: readonly (readonly [string, object, string])[] = [
    ['a value', { token: canary }, 'words'],
    ['the sentence', {}, `signed in with ${canary}`],
    ['deep inside', { request: { headers: [{ authorization: `Bearer ${canary}` }] } }, 'words'],
    ['a key', { seen: { [canary]: 1 } }, 'words'],
    ['a URL', { url: `https://example.com/hook?secret=${encodeURIComponent(canary)}` }, 'words'],
    ['a header of basic authorization', { header: `Basic ${Buffer.from(canary).toString('base64')}` }, 'words'],
    ['an error', { error: new Error(`401 for ${canary}`) }, 'words'],
    ['the cause of a cause', { error: new Error('a', { cause: new Error('b', { cause: new Error(canary) }) }) }, 'words'],
    ['a field of an error', { error: Object.assign(new Error('a'), { config: { password: canary } }) }, 'words'],
    ['something with a toJSON', { request: { toJSON: () => ({ token: canary }) } }, 'words'],
  ];

  it.each(places)('are taken out of %s', (_place, data, words) => {
    const { log, lines } = begin();
    log.error(data, words);
    const written = lines.join('');
    for (const form of [canary, JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary), Buffer.from(canary).toString('base64')])
      expect(written).not.toContain(form);
    expect(written).toContain('[redacted]');
    expect(() => JSON.parse(written)).not.toThrow();
  });

  it('are taken out as well when they became known later', () => {
    const { log, lines } = begin('info', []);
    log.redactAlso(['reloaded-secret']);
    log.info({ token: 'reloaded-secret' }, 'words');
    expect(lines.join('')).not.toContain('reloaded-secret');
  });

  it('leave the line readable even where a secret is as short as a word', () => {
    const { log, records } = begin('info', ['msg', 'level', '7', '']);
    log.info({ count: 7, level: 'x' }, 'the msg of level 7');
    expect(records()[0]).toMatchObject({ msg: 'the [redacted] of [redacted] [redacted]', count: '[redacted]' });
  });

  it('leave nothing behind where one secret holds another', () => {
    const { log, lines } = begin('info', ['secret', 'secret-and-more']);
    log.info({ token: 'secret-and-more' }, 'words');
    expect(lines.join('')).not.toContain('and-more');
  });
});
