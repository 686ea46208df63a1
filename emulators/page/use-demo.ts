import { useCallback, useEffect, useRef, useState } from 'react';
import { type DemoState, order, readState } from './control-api.ts';

const refreshMs = 5_000;
/** After somebody has asked for something, the bot may be seen typing: it is looked at more often for a while. */
const eagerMs = 600;
const eagerForMs = 10_000;

export interface Demo {
  readonly state: DemoState | undefined;
  /** How far the demo's clock is ahead of the real one, ms. */
  readonly clockOffset: number;
  /** The sentence the last order was refused with. */
  readonly refusal: string | undefined;
  /** What is being worked on: "clock". */
  readonly busy: string | undefined;
  /** Orders something and tells whether it was accepted. */
  readonly order: (what: string, body?: object) => Promise<'accepted' | 'refused'>;
}

/** The demo as the control interface shows it, and a way to order things from it. Read again whenever `newest` changes. */
export function useDemo(newest: number): Demo {
  const [state, setState] = useState<DemoState>();
  const [offset, setOffset] = useState(0);
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const eagerUntil = useRef(0);

  const refresh = useCallback(async () => {
    try {
      const read = await readState();
      setState(read);
      setOffset(Date.parse(read.clock) - Date.now());
    } catch {
      // The messages' own poll tells that the demo is gone.
    }
  }, []);

  useEffect(() => {
    let last = Date.now();
    const again = setInterval(() => {
      if (Date.now() > eagerUntil.current && Date.now() < last + refreshMs) return;
      last = Date.now();
      void refresh();
    }, eagerMs);
    return () => clearInterval(again);
  }, [refresh]);

  // Whatever was posted may be because somebody else has moved the clock.
  useEffect(() => void refresh(), [refresh, newest]);

  const give = useCallback(
    async (what: string, body?: object) => {
      setBusy(what);
      eagerUntil.current = Date.now() + eagerForMs;
      try {
        await order(what, body);
        setRefusal(undefined);
        return 'accepted';
      } catch (error) {
        setRefusal(error instanceof Error ? error.message : String(error));
        return 'refused';
      } finally {
        setBusy(undefined);
        void refresh();
      }
    },
    [refresh],
  );

  return { state, clockOffset: offset, refusal, busy, order: give };
}
