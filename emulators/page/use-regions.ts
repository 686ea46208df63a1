import { useEffect } from 'react';

/** In the order of the page; F6 goes to the next one that is there, with Shift to the one before. */
const regions = [
  '.rail button[aria-pressed="true"]',
  '.sidebar [aria-current]',
  '.messages',
  '.composer textarea',
  '.thread .composer textarea',
];

/** Lets F6 lead from part to part of the page, as chat clients do. */
export function useRegions(): void {
  useEffect(() => {
    const go = (event: KeyboardEvent): void => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      const found = regions.flatMap((selector) => document.querySelector<HTMLElement>(selector) ?? []);
      const at = found.findLastIndex((one) => one === document.activeElement || one.contains(document.activeElement));
      found.at((at + (event.shiftKey ? -1 : 1) + found.length) % found.length)?.focus();
    };
    document.addEventListener('keydown', go);
    return () => document.removeEventListener('keydown', go);
  }, []);
}
