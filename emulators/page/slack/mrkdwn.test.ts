import { describe, expect, it } from 'vitest';
import { readMrkdwn } from './mrkdwn.ts';

describe('Slack’s markup on the page', () => {
  it('keeps plain text whole and decodes what Slack escapes, once', () => {
    expect(readMrkdwn('a &lt;b&gt; &amp;amp; c')).toEqual([{ kind: 'text', text: 'a <b> &amp; c' }]);
  });

  it('shows emphasis, code and links as such', () => {
    expect(readMrkdwn('*Try* `help` or <https://example.com/?a=1&amp;b=2|the docs>')).toEqual([
      { kind: 'bold', text: 'Try' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'help' },
      { kind: 'text', text: ' or ' },
      { kind: 'link', text: 'the docs', url: 'https://example.com/?a=1&b=2' },
    ]);
  });

  it('makes a ping visible, wherever it comes from', () => {
    expect(readMrkdwn('<!channel> and <@U1|ana>')).toEqual([
      { kind: 'ping', text: '!channel' },
      { kind: 'text', text: ' and ' },
      { kind: 'ping', text: 'ana' },
    ]);
  });

  it('does not take an asterisk or underscore within a word for emphasis', () => {
    expect(readMrkdwn('snake_case_name 2*3*4')).toEqual([{ kind: 'text', text: 'snake_case_name 2*3*4' }]);
  });

  it('shows the fallback of a date', () => {
    expect(readMrkdwn('<!date^1700000000^{time}|22:13 UTC>')).toEqual([{ kind: 'text', text: '22:13 UTC' }]);
  });
});
