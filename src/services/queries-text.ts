// What separates words in a chat but is no space to the query language.
const otherSpaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
// Where quotes stand for themselves: a multi-line string, a string without escapes, a string, a comment; and what a keyboard
// makes of a string, which begins and ends with curly quotes.
const literal =
  /(?<own>```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*)|[“”„‟](?<double>[^“”„‟"\n]*)[“”„‟]|[‘’‚‛](?<single>[^‘’‚‛'\n]*)[‘’‚‛]/gu;

/**
 * The query as it was meant: outside of strings and comments, every kind of space is a space, and curly quotes around words are
 * straight. What stands in a string stays. A text that is so already stays as it is.
 */
export function meantText(typed: string): string {
  // Once quotes are straight, what was outside of a string may be inside: it is read again until nothing changes. Each time there
  // are fewer curly quotes and odd spaces, so that ends.
  for (let text = typed.trim(); ; ) {
    const straightened = straightenedOnce(text);
    if (straightened === text) return text;
    text = straightened;
  }
}

function straightenedOnce(source: string): string {
  let written = '';
  let done = 0;
  for (const match of source.matchAll(literal)) {
    written += plainSpaces(source.slice(done, match.index)) + straight(match);
    done = match.index + match[0].length;
  }
  return (written + plainSpaces(source.slice(done))).trim();
}

function straight(match: RegExpExecArray): string {
  const { double, single } = match.groups ?? {};
  const inside = double ?? single;
  // A backslash at its end would keep the string open.
  if (inside === undefined || inside.endsWith('\\')) return match[0];
  return double === undefined ? `'${inside}'` : `"${inside}"`;
}

const plainSpaces = (code: string): string => code.replaceAll(otherSpaces, ' ');

const languages = 'kql|kusto|csl|sql|text|txt|plaintext|plain|loganalytics|appinsights';
const fenced = new RegExp(String.raw`^\x60{3}(?:(?:${languages})[^\S\n]*(?=\n))?(?<inside>[\s\S]*?)\x60{3}$`, 'iu');
const ticked = /^`(?<inside>[^`]+)`$/u;

/** What stands in a code block, or between two backticks; the text itself where it stands in neither. */
export function withoutBlock(typed: string): string {
  const text = typed.trim();
  const groups = fenced.exec(text)?.groups ?? ticked.exec(text)?.groups;
  return groups?.['inside'] ?? text;
}

/** A code block that holds the text and whose first word cannot be taken for an option. */
export function inBlock(text: string): string {
  return `\`\`\`kql\n${text}\n\`\`\``;
}
