import { useEffect, useState } from 'react';
import type { Message } from './control-api.ts';
import { Icon } from './icons.tsx';

type File = Message['files'][number];

/** The files of a message, each with its kind and size, to be downloaded. Pictures are drawn where they stand. */
export function Files({ files }: { readonly files: readonly File[] }) {
  const cards = files.filter(({ name }) => !/\.(?:png|jpe?g|gif)$/iu.test(name));
  if (cards.length === 0) return undefined;
  return (
    <div className="files">
      {cards.map((file) => (
        <FileCard key={file.url} file={file} />
      ))}
    </div>
  );
}

function FileCard({ file }: { readonly file: File }) {
  const size = useSize(file.url);
  const kind = /\.(?<kind>\w+)$/u.exec(file.name)?.groups?.['kind']?.toUpperCase() ?? 'File';
  return (
    <a className="file" href={file.url} download={file.name} target="_blank" rel="noreferrer">
      <span className="file-icon">
        <Icon name="file" />
      </span>
      <span className="file-name">
        <strong>{file.name}</strong>
        <span className="quiet">
          {kind}
          {size === undefined ? '' : ` · ${size}`}
        </span>
      </span>
      <Icon name="download" />
    </a>
  );
}

/** How large it is, in words; only of what lies at the page's own address, since nobody else is asked. */
function useSize(url: string): string | undefined {
  const [size, setSize] = useState<string>();
  useEffect(() => {
    if (new URL(url, window.location.href).origin !== window.location.origin) return undefined;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await fetch(url, { method: 'HEAD', signal: stop.signal });
      const bytes = Number(answer.headers.get('content-length') ?? Number.NaN);
      if (answer.ok && Number.isFinite(bytes)) setSize(sizeInWords(bytes));
    };
    // Without an answer the card does without the size.
    ask().catch(() => undefined);
    return () => stop.abort();
  }, [url]);
  return size;
}

/** "812 bytes", "12 kB", "1.4 MB" */
function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
