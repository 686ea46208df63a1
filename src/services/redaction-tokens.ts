import { beforePublicToken, secretEndings } from './redaction-names.ts';
import type { RedactionPattern } from './redaction-patterns.ts';

const kind = 'token';

/** Between a name and its value: `=`, `: `, `":"`, also inside JSON inside JSON. */
const between = String.raw`(?:\\{0,3}["'])?\s{0,3}[=:]\s{0,3}`;
/** A quick look whether there may be any. */
const named = new RegExp(`(?:${secretEndings}|pass)`, 'iu');
const schemes = 'bearer|basic|negotiate|ntlm|digest|sharedkey|sharedkeylite|apikey|token';

export const tokenPatterns: readonly RedactionPattern[] = [
  {
    hint: /-----BEGIN/u,
    find: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/gu,
    kind,
  },
  // A JSON Web Token, of two or three parts; "%20" may stand before it.
  { hint: /eyJ/u, find: /(?:(?<![\w-])|(?<=%[\da-fA-F]{2}))eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/gu, kind },
  {
    hint: /cookie/iu,
    find: new RegExp(String.raw`(?<before>cookie${between}\[?(?:\\{0,3}["'])?)(?<value>[^\s=;"'\\‹]{1,100}=[^\r\n"'\\‹]+)`, 'giu'),
    kind,
  },
  {
    hint: /authorization/iu,
    find: new RegExp(
      String.raw`(?<before>authorization${between}\[?(?:\\{0,3}["'])?(?:(?:${schemes})(?:\s+|%20))?)(?<value>[^\s"'\\‹,;}\])]{3,})`,
      'giu',
    ),
    kind,
    is: isCredential,
  },
  { hint: /bearer/iu, find: /(?<before>\bbearer(?:\s+|%20))(?<value>[\w.~+/=-]{12,})/giu, kind, is: isBearer },
  { hint: /basic/iu, find: /(?<before>\bbasic(?:\s+|%20))(?<value>[A-Za-z\d+/]{8,}={0,2})(?![\w-])/giu, kind, is: isBasic },
  // What services put in front of their tokens: Slack, GitHub, GitLab, npm, AWS, Google, Stripe and others, Sentry, SendGrid, Docker.
  {
    hint: /xox|xapp-|gh[a-z]_|github_pat_|glpat-|npm_|AKIA|ASIA|AIza|[sr]k[_-]|sntry|SG\.|ATATT|dckr_pat_|hf_/u,
    find: /(?<![\w-])(?:xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_\w{20,}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{30,}|[sr]k[_-](?:live_|test_|proj-|ant-)?(?=[A-Za-z_-]{0,200}\d)[\w-]{16,}|sntry[su]_[\w=+/-]{20,}|SG\.[\w-]{8,}\.[\w-]{8,}|ATATT[\w=-]{16,}|dckr_pat_[\w-]{10,}|hf_\w{16,})/gu,
    kind,
  },
  { hint: /hooks\.slack\.com/u, find: /(?<before>hooks\.slack\.com\/services\/)(?<value>[\w/-]{8,})/gu, kind },
  // Signatures of shared access, keys of functions and codes of sign-in, as they stand in a URL.
  { hint: /sig=/iu, find: /(?<before>(?:[?&;]|\b)sig=)(?<value>[\w%+/=-]{16,})/giu, kind },
  { hint: /[?&]code=/iu, find: /(?<before>[?&]code=)(?<value>[\w%+/=.~-]{20,})/giu, kind, is: looksMade },
  // What is called a secret: `token=…`, `"password": "…"`.
  {
    hint: named,
    find: new RegExp(
      String.raw`(?<before>(?:${secretEndings}|\bpass)${between}(?<quote>\\{0,3}["']))(?<value>(?:(?!\k<quote>)[^\r\n‹])+)`,
      'giu',
    ),
    kind,
    is: isNamedSecret,
  },
  {
    hint: named,
    find: new RegExp(String.raw`(?<before>(?:${secretEndings}|\bpass)${between})(?<value>[^\s"'&;,}\])‹\\]{3,})`, 'giu'),
    kind,
    is: isNamedSecret,
  },
];

/** What follows "password:" or "token:" in sentences and in code. */
const ordinary =
  /^(?:required|expired|invalid|incorrect|wrong|missing|empty|changed|reset|must|is|was|has|had|are|cannot|can|could|not|no|null|none|nil|true|false|undefined|string|text|unknown|failed|failure|ok|too|needed|optional|default|hidden|redacted|removed|masked|secret|password|token|value|the|an?|and|or|for|enter|please|unexpected|denied|refused|rejected|forbidden|unauthorized|authentication|authorization|authenticated|credentials?|authenticate|certificate|see|use|used|does|did|should|will|may|been|yes|object|system)[.:!?]*$/iu;
const standsForOne = /^(?:[*•.x#-]+|\{\{?[\w.]*\}?\}?|\$\{[\w.]*\}?|<[\w .-]+>|\[\w*\]?|[$@?:]\w{0,3}|%\w+%)$/iu;

/** "token: expired" is a sentence; a made-up word has a digit or mixes letters and signs. */
function looksMade(found: string): boolean {
  return /\d/u.test(found) || /[^\p{L}.]/u.test(found.slice(0, -1)) || /\p{Ll}\p{Lu}/u.test(found);
}

const isTypeName = /^\p{Lu}[\p{L}\p{N}]*(?:\.\p{Lu}[\p{L}\p{N}_+]*)+$/u;

function isNamedSecret(value: string, text: string, at: number, before: string): boolean {
  if (ordinary.test(value) || standsForOne.test(value)) return false;
  // Whoever writes a password writes it in any form; "token: identifier" is what a parser says.
  if (/^(?:passw|pwd|passphrase|passcode)/iu.test(before)) return true;
  if (value.length < 6 || isTypeName.test(value) || isPublicName(text, at - before.length, before)) return false;
  return looksMade(value) || /^secret|=|["']$/iu.test(before);
}

/** "PublicKeyToken"; `from`: where the ending of the name begins. */
const isPublicName = (text: string, from: number, before: string): boolean =>
  /^token/iu.test(before) && beforePublicToken.test(text.slice(Math.max(0, from - 14), from));

/** A header without its scheme may be a sentence: "Authorization: failed". */
function isCredential(value: string, text: string, at: number): boolean {
  if (ordinary.test(value) || standsForOne.test(value)) return false;
  // The scheme alone, because what stands behind it is hidden already.
  if (new RegExp(`^(?:${schemes})$`, 'iu').test(value)) return false;
  return looksMade(value) || new RegExp(String.raw`(?:${schemes})(?:\s+|%20)$`, 'iu').test(text.slice(Math.max(0, at - 24), at));
}

/** A token of letters alone has no dashes, as words that belong together have. */
function isBearer(value: string): boolean {
  return !ordinary.test(value) && (/\d/u.test(value) || /^[a-z]*[A-Z]?[a-z]*$/u.test(value) || /[a-z][A-Z]|[~+/=]/u.test(value));
}

/** "Basic" and what decodes to a name, a colon and a password. */
function isBasic(value: string): boolean {
  try {
    const read = atob(value);
    return read.includes(':') && ![...read].some((one) => one < ' ');
  } catch {
    return false;
  }
}
