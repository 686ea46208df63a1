/**
 * What an address from outside may be shown as. 'link': it leads to one of those hosts, or to one below it. 'text': to another one, so
 * people read it before they go there. 'nothing': it is no address of a page.
 */
export function linkOf(url: string, hosts: readonly string[]): 'link' | 'nothing' | 'text' {
  if (!URL.canParse(url)) return 'nothing';
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return 'nothing';
  // A name before the host is there to be taken for it.
  if (username !== '' || password !== '') return 'text';
  return hosts.some((host) => hostname === host.toLowerCase() || hostname.endsWith(`.${host.toLowerCase()}`)) ? 'link' : 'text';
}
