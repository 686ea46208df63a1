import { RE2JS } from 're2js';
import type { TextPattern, TextPatterns } from '../core/ports.ts';

/** Regular expressions in the syntax of RE2, which takes time in proportion to the text whatever the expression is. */
export function createTextPatterns(): TextPatterns {
  return {
    faultOf: (source) => {
      try {
        return RE2JS.compile(source).matches('') ? 'matches the empty text, so it would hide everything' : undefined;
      } catch {
        return 'is no regular expression in the syntax of RE2, which has neither (?=…) nor (?<=…) nor \\1';
      }
    },
    compile,
  };
}

function compile(source: string): TextPattern {
  const pattern = RE2JS.compile(source);
  return {
    replaceAll: (text, by) => {
      const matcher = pattern.matcher(text);
      let written = '';
      let done = 0;
      while (matcher.find()) {
        const [from, to] = [matcher.start(), matcher.end()];
        if (from === to) continue;
        written += text.slice(done, from) + by(text.slice(from, to));
        done = to;
      }
      return written + text.slice(done);
    },
  };
}
