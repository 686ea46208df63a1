import { useCallback, useLayoutEffect, useRef, useState } from 'react';

/** From the end up to here counts as at the end, px. */
const nearPx = 40;

export interface Newest {
  /** Of the element that scrolls. */
  readonly box: React.RefObject<HTMLDivElement | null>;
  /** Of what is in it. */
  readonly content: React.RefObject<HTMLDivElement | null>;
  /** Whether something was added below what the reader looks at. */
  readonly unseen: 'some' | 'none';
  readonly goThere: () => void;
}

/**
 * Keeps a list at its newest message until the reader scrolls up, and again once the end is reached. `count` rises with each
 * message, `said` with each thing the reader says: whoever speaks wants to see it.
 */
export function useNewest(count: number, said: number): Newest {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef<'yes' | 'no'>('yes');
  const latest = useRef(count);
  const [seen, setSeen] = useState(count);

  const goThere = useCallback(() => {
    following.current = 'yes';
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
    setSeen(latest.current);
  }, []);

  useLayoutEffect(goThere, [goThere, said]);

  useLayoutEffect(() => {
    latest.current = count;
    if (following.current === 'yes') setSeen(count);
  }, [count]);

  useLayoutEffect(() => {
    const outer = box.current;
    if (outer === null || content.current === null) return undefined;
    let before = outer.scrollTop;
    const look = (): void => {
      if (outer.scrollHeight - outer.scrollTop - outer.clientHeight < nearPx) {
        following.current = 'yes';
        setSeen(latest.current);
      } else if (outer.scrollTop < before) {
        // A picture that has just been loaded also takes the end away; only the reader moves upwards.
        following.current = 'no';
      }
      before = outer.scrollTop;
    };
    // Pictures make a message grow after it was drawn, so sizes are watched and not only the number.
    const resized = new ResizeObserver(() => {
      if (following.current === 'yes') outer.scrollTop = outer.scrollHeight;
      look();
    });
    outer.addEventListener('scroll', look);
    resized.observe(content.current);
    resized.observe(outer);
    return () => {
      outer.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, []);

  return { box, content, unseen: count > seen ? 'some' : 'none', goThere };
}
