import { useEffect, useRef, useState } from 'react';

interface Picture {
  readonly url: string;
  readonly alt: string;
}

/** Shows the pictures below `children` large when they are clicked; with a modifier key, the link opens a tab as links do. */
export function LargePictures({ children }: { readonly children: React.ReactNode }) {
  const [picture, setPicture] = useState<Picture>();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (picture !== undefined) dialog.current?.showModal();
  }, [picture]);
  const open = (event: React.MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.picture') : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setPicture({ url: link.href, alt: link.querySelector('img')?.alt ?? '' });
  };
  return (
    <div className="with-pictures" onClick={open}>
      {children}
      {picture === undefined ? undefined : (
        <dialog ref={dialog} className="large-picture" aria-label="Picture" onClose={() => setPicture(undefined)}>
          <form method="dialog">
            <button className="close" aria-label="Close the picture">
              ×
            </button>
          </form>
          <div className="large-picture-frame" tabIndex={0} role="region" aria-label="The picture, large">
            <img src={picture.url} alt={picture.alt} />
          </div>
        </dialog>
      )}
    </div>
  );
}
