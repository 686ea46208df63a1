/** What stands in the place of a secret of that kind. */
export const markOf = (kind: string): string => `‹${kind}›`;

export interface RedactionPattern {
  /** Nothing is searched for in a text without one of these: the patterns are tried only where they may fit. */
  readonly hint: RegExp;
  readonly find: RegExp;
  readonly mark: string;
  /** Whether what was found is it: of two, the whole text and where it was found in it. */
  readonly is?: (found: string, text: string, at: number) => boolean;
}

const tokenMark = markOf('token');

/**
 * Every pattern takes time in proportion to the text: what may repeat is bounded, or begins only where the character before
 * could not belong to it.
 */
export const tokenPatterns: readonly RedactionPattern[] = [
  {
    hint: /-----BEGIN/u,
    find: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/gu,
    mark: tokenMark,
  },
  // A JSON Web Token, of two or three parts.
  { hint: /eyJ/u, find: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/gu, mark: tokenMark },
  { hint: /bearer|basic/iu, find: /(?<=\b(?:bearer|basic)\s)[\w.~+/=-]{12,}/giu, mark: tokenMark, is: looksMade },
  // What services put in front of their tokens: Slack, GitHub, GitLab, npm, AWS, Google, Stripe and others, Sentry.
  {
    hint: /xox|xapp-|gh[a-z]_|github_pat_|glpat-|npm_|AKIA|ASIA|AIza|[sr]k[_-]|sntry/u,
    find: /(?<![\w-])(?:xox[a-z]-[\w-]{10,}|xapp-[\w-]{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_\w{20,}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{30,}|[sr]k[_-](?:live_|test_|proj-)?[\w-]{16,}|sntry[su]_[\w=+/-]{20,})/gu,
    mark: tokenMark,
  },
  // Signatures of shared access, and what is called a secret: `sig=…`, `token=…`, "password": "…".
  { hint: /sig=/iu, find: /(?<=(?:[?&;]|\b)sig=)[\w%+/=-]{16,}/giu, mark: tokenMark },
  {
    hint: /passw|pwd|secret|token|api[_-]?key|authorization/iu,
    find: /(?<=\b(?:[\w-]{0,30})(?:password|passwd|pwd|secret|token|api[_-]?key|authorization)["']?\s?[=:]\s?["']?)[^\s"'&;,}\])‹]{6,400}/giu,
    mark: tokenMark,
    is: looksMade,
  },
];

/** "token: expired" is a sentence; a made-up word has a digit or mixes letters and signs. */
function looksMade(found: string): boolean {
  return /\d/u.test(found) || /[^\p{L}.]/u.test(found.slice(0, -1)) || /\p{Ll}\p{Lu}/u.test(found);
}

export const emailPattern: RedactionPattern = {
  hint: /@/u,
  find: /[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}-])/gu,
  mark: markOf('e-mail'),
};

const addressMark = markOf('IP address');

export const addressPatterns: readonly RedactionPattern[] = [
  // First, because the last four bytes of one may be written as the other.
  {
    hint: /:[\da-f]*:/iu,
    find: /(?<![\p{L}\p{N}_:.])(?:(?:[\da-f]{0,4}:){2,7}\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]{3,39})(?![\p{L}\p{N}_:])/giu,
    mark: addressMark,
    is: isAddress6,
  },
  {
    hint: /\d\.\d/u,
    find: /(?<![\p{L}\p{N}_.-])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}_-]|\.\d)/gu,
    mark: addressMark,
    is: isAddress4,
  },
];

/** Four bytes, and not the version of something: "Chrome/120.0.0.0", "Version=4.0.0.0", "v1.2.3.4". */
function isAddress4(found: string, text: string, at: number): boolean {
  if (found === '0.0.0.0' || found.split('.').some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return false;
  return !/(?:\p{L}\/|\bv(?:er(?:sion)?)?\.?["']?\s?[=:]?\s?["']?)$/iu.test(text.slice(Math.max(0, at - 16), at));
}

/** Eight groups, or fewer with one "::" and a digit among them; times ("10:05:30") and names in code ("a::b") are none. */
function isAddress6(found: string): boolean {
  const halves = found.split('::');
  const [head = '', tail] = halves;
  const groupsOf = (half: string): readonly string[] => (half === '' ? [] : half.split(':'));
  const groups = [...groupsOf(head), ...groupsOf(tail ?? '')];
  if (halves.length > 2 || !groups.every((group) => /^(?:[\da-f]{1,4}|\d{1,3}(?:\.\d{1,3}){3})$/iu.test(group))) return false;
  const size = groups.reduce((sum, group) => sum + (group.includes('.') ? 2 : 1), 0);
  if (tail === undefined) return size === 8;
  return size >= 2 && size < 8 && /\d/u.test(found);
}
