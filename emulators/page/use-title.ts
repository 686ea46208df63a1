import { useEffect } from 'react';

/** Names the browser's tab: where one is, and how many unread messages are for the person. */
export function useTitle(place: string | undefined, mentions: number): void {
  useEffect(() => {
    const count = mentions === 0 ? '' : `(${mentions}) `;
    document.title = `${count}${place === undefined ? '' : `${place} · `}Tocsin demo`;
  }, [place, mentions]);
}
