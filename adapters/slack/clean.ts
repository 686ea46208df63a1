// Control characters but line feed and tab, and the marks that override the direction of writing: with them one text from
// outside can make the words around it read differently. Right-to-left letters themselves need none of these.
// oxlint-disable-next-line no-control-regex -- control characters are what is taken out here
const steering = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu;

/** Text without what steers its display; halves of characters become U+FFFD, because Slack's JSON reader refuses them. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll(steering, '');
}
