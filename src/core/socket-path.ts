/** Unix sockets allow 107 bytes on Linux, 103 on macOS. */
const mostBytes = 103;

/**
 * Where a running bot listens for the command line: in its data folder or, where that path is too long for a socket, in
 * the folder for temporary files under a name that both sides compute. `folder` is absolute.
 */
export function socketPath(folder: string, where: { readonly hash: (text: string) => string; readonly temporary: string }): string {
  const near = `${folder.replace(/\/+$/u, '')}/tocsin.sock`;
  if (new TextEncoder().encode(near).length <= mostBytes) return near;
  return `${where.temporary.replace(/\/+$/u, '')}/tocsin-${where.hash(folder).slice(0, 16)}.sock`;
}
