import { useCallback, useEffect, useState } from 'react';
import type { Platform } from './control-api.ts';

/** Where one is looking: kept in the address (`#teams/incidents`), so that a place can be linked to and reloaded. */
export interface Where {
  readonly platform: Platform;
  /** A channel's name, or "direct". */
  readonly channel: string;
}

export function usePlace(): readonly [Where, (where: Where) => void] {
  const [where, setWhere] = useState(readAddress);
  useEffect(() => {
    const look = (): void => setWhere(readAddress());
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  const go = useCallback((next: Where) => {
    window.location.hash = `${next.platform}/${next.channel}`;
  }, []);
  return [where, go];
}

function readAddress(): Where {
  const [platform, channel] = window.location.hash.slice(1).split('/');
  return { platform: platform === 'teams' ? 'teams' : 'slack', channel: channel === undefined || channel === '' ? 'ops' : channel };
}
