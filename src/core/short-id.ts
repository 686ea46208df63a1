/**
 * Eight hex digits that stand for a long id (FNV-1a of its characters): short enough to be read out, and the log has both.
 * Two ids may share one; it finds a line in the log and proves nothing.
 */
export function shortId(id: string): string {
  let hash = 0x81_1c_9d_c5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
