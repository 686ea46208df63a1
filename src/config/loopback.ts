/** undefined for what is not an http or https URL. */
export function readUrl(words: string): URL | undefined {
  const url = URL.parse(words);
  return url !== null && /^https?:$/u.test(url.protocol) ? url : undefined;
}

/** Whether the URL leads to this machine alone. Names other than localhost could resolve to anywhere, so they do not count. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(url.hostname);
}
