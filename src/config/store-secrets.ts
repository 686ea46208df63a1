import type { Fault } from './faults.ts';
import type { FileContent } from './schema/index.ts';
import type { StoreContent } from './schema/store.ts';

/** A password in the file itself would be read by everybody who can read the file. */
export function checkStoreSecret({ store }: Partial<FileContent>, hidden: ReadonlySet<string>): readonly Fault[] {
  if (store?.kind !== 'postgres' || hidden.has('store.url') || passwordOf(store) === undefined) return [];
  return [
    {
      path: ['store', 'url'],
      message: 'holds a password: write ${NAME} in its place (or for the whole URL), and set that variable in the environment',
    },
  ];
}

/** What must never be written anywhere: the URL with its password, and the password. */
export function storeSecrets(store: StoreContent): readonly string[] {
  const password = store.kind === 'postgres' ? passwordOf(store) : undefined;
  return store.kind === 'postgres' && password !== undefined ? [store.url, password, decoded(password)] : [];
}

function passwordOf({ url }: Extract<StoreContent, { kind: 'postgres' }>): string | undefined {
  // What is no URL may still hold one: whatever stands between the first colon and the last @ of the authority.
  const read = URL.parse(url);
  const password = read?.password ?? /^\w+:\/\/[^:/]*:(.*)@/u.exec(url)?.[1];
  return password === undefined || password === '' ? (read?.searchParams.get('password') ?? undefined) : password;
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
