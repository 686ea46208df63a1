import type { RedactionPattern } from './redaction-patterns.ts';

const kind = 'IP address';

export const addressPatterns: readonly RedactionPattern[] = [
  // First, because the last four bytes of one may be written as the other.
  {
    hint: /:[\da-f]*:/iu,
    find: /(?<![\p{L}\p{N}_:.])(?:(?:[\da-f]{0,4}:){2,7}\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]{3,39})(?![\p{L}\p{N}_:])/giu,
    kind,
    is: isAddress6,
  },
  {
    hint: /\d\.\d/u,
    find: /(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.\d)/gu,
    kind,
    is: isAddress4,
  },
];

/** Four bytes, and not the version of something. */
function isAddress4(found: string, text: string, at: number): boolean {
  if (found === '0.0.0.0' || found.split('.').some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return false;
  return !isVersion(found, text.slice(Math.max(0, at - 60), at), text.slice(at + found.length, at + found.length + 12));
}

/** "Version=4.0.0.0", "v1.2.3.4", "FileVersion: 1.2.3.4" */
const saysVersion = /(?:(?:^|[^\p{L}])(?:v|ver|version)|(?<=[\p{Ll}_])(?:Version|Ver))s?\.?\\?["']?\s?[=:]?\s?\\?["']?$/u;
const saysVersionLoudly = /(?:^|[^\p{L}])(?:V|Ver|Version|VER|VERSION)s?\.?\\?["']?\s?[=:]?\s?\\?["']?$/u;
/** "Chrome/", "System.Private.CoreLib " */
const isProduct =
  /(?:(?<![\p{L}\p{N}._/-])\p{Lu}[\p{L}\p{N}]*\/|(?<![\p{L}\p{N}_])\p{Lu}[\p{L}\p{N}]*(?:\.\p{Lu}[\p{L}\p{N}]*)+[ ,/@]{1,2})$/u;
const isPrivate = /^(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\./u;

function isVersion(found: string, before: string, behind: string): boolean {
  if (/^:\d{2}/u.test(behind)) return false;
  if (saysVersion.test(before) || saysVersionLoudly.test(before)) return true;
  // A label or a file's ending follows a version: "1.2.3.4-beta", "driver-1.2.3.4.jar".
  if (
    /^(?:-(?:alpha|beta|rc|preview|pre|dev|snapshot|release|final|build|ci)|\.(?:jar|dll|exe|zip|tar|tgz|whl|nupkg|msi|deb|rpm)\b)/iu.test(
      behind,
    )
  )
    return true;
  // "8.0.0.0" is no host; with a number of bits behind it, it is a network.
  if (/^\d+\.0\.0\.0$/u.test(found)) return !/^\/\d/u.test(behind);
  // Java writes "host/10.1.2.3" and browsers "Chrome/120.0.1.2".
  return isProduct.test(before) && !isPrivate.test(found);
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
