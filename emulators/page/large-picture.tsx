import { useEffect, useRef, useState } from 'react';
import { Icon } from './icons.tsx';

/** All pictures that can be shown large, from top to bottom. */
const pictures = (): readonly HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('a.picture')];

/** Shows the pictures below `children` large when they are clicked; with a modifier key, the link opens a tab as links do. */
export function LargePictures({ children }: { readonly children: React.ReactNode }) {
  const [link, setLink] = useState<HTMLAnchorElement>();
  const open = (event: React.MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.picture') : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setLink(link);
  };
  return (
    <div className="with-pictures" onClick={open}>
      {children}
      {link === undefined ? undefined : <LargePicture link={link} onLink={setLink} />}
    </div>
  );
}

/** One picture, with the arrows leading to the one before and after; Escape closes it. */
function LargePicture(props: { readonly link: HTMLAnchorElement; readonly onLink: (link: HTMLAnchorElement | undefined) => void }) {
  const { link, onLink } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const alt = link.querySelector('img')?.alt ?? '';
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const turn = (event: React.KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const all = pictures();
    const next = all[all.indexOf(link) + step];
    if (next !== undefined) onLink(next);
  };
  return (
    <dialog ref={dialog} className="large-picture" aria-label="Picture" onKeyDown={turn} onClose={() => onLink(undefined)}>
      <form method="dialog">
        <p>{alt}</p>
        <button className="icon-button" aria-label="Close the picture">
          <Icon name="close" />
        </button>
      </form>
      <div className="large-picture-frame" tabIndex={0} role="region" aria-label="The picture, large">
        <img src={link.href} alt={alt} />
      </div>
    </dialog>
  );
}
