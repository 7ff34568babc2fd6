import { useNavigate } from '@tanstack/react-router';
import type { SharedItem } from '@throughline/contract';
import { useEffect, useState } from 'react';
import { following } from '../../api/following.ts';
import { signOut } from '../../api/sign-in.ts';
import { say, setDesk, useDesk } from '../../state/desk-state.ts';
import { unsaved } from '../../viewport/measurements.ts';
import type { PaneName } from '../../viewport/panes.ts';
import { isShown } from './media/use-media.ts';

/** Once for the page: the first study was asked for with the page itself. */
let isFirst = true;

const askedAt = (): number => {
  const at = isFirst ? performance.timeOrigin : Date.now();
  isFirst = false;
  return at;
};

/** What was measured and not kept would be lost: the study stays until it is kept or removed. */
export const isHeld = (): boolean => {
  if (unsaved('current') === null && unsaved('prior') === null) return false;
  say(
    'Something else was opened, or this was closed, elsewhere. This study stays, as its measurements are not kept: press K first.',
  );
  return true;
};

const logOut = (): boolean => {
  if (isHeld()) return false;
  signOut();
  return true;
};

/** Follows, or stops following, what is open in the user's other applications. */
export const toggleFollowing = (): void => {
  const stopped = !useDesk.getState().followingStopped;
  setDesk({ followingStopped: stopped });
  if (stopped) following.stop();
  else following.resume();
};

/**
 * Tells the user's other applications which study is open here, and opens what they open. Nothing of it is begun before the panes
 * named are live.
 */
export const useFollowing = (study: string, panes: readonly PaneName[], isDemo: boolean): void => {
  const navigate = useNavigate();
  const [at] = useState(askedAt);
  const wanted = panes.join(' ');
  useEffect(() => following.arrived(study), [study]);
  useEffect(() => {
    // In the demo everybody is the same user, and nobody has a session.
    if (isDemo) return undefined;
    const page = {
      open: (other: string): boolean => {
        if (isHeld()) return false;
        void navigate({ to: '/read/$study', params: { study: other }, search: { prior: undefined } });
        return true;
      },
      closed: (): boolean => {
        if (isHeld()) return false;
        void navigate({ to: '/closed' });
        return true;
      },
      logOut,
      shared: (items: readonly SharedItem[]) => setDesk({ shared: items }),
      following: (names: readonly string[]) => setDesk({ following: names }),
      say,
    };
    let isTold = false;
    const begin = (): void => {
      if (isTold || !(wanted.split(' ').filter(Boolean) as PaneName[]).every(isShown)) return;
      isTold = true;
      removeEventListener('live', begin);
      following.showing(page, { study, at });
    };
    addEventListener('live', begin);
    begin();
    return () => removeEventListener('live', begin);
  }, [study, wanted, isDemo, navigate, at]);
};
