/** The text with rooms called by their names ("teams:incidents" for "teams:19:…@thread.tacv2"), as far as they are known. */
export function withRoomNames(text: string, names: ReadonlyMap<string, string>): string {
  return [...names].reduce((named, [address, name]) => named.replaceAll(address, () => name), text);
}
