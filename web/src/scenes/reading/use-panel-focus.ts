import { type RefObject, useEffect } from 'react';

/**
 * What opens over the pictures takes the focus, so that the keys scroll what is seen; when it closes, the focus goes back to where it was,
 * unless it was put elsewhere meanwhile.
 */
export const usePanelFocus = (panel: RefObject<HTMLElement | null>, open = true): void => {
  useEffect(() => {
    const element = panel.current;
    if (!open || element === null) return undefined;
    const before = document.activeElement;
    element.focus({ preventScroll: true });
    return () => {
      const now = document.activeElement;
      if (now !== document.body && now !== null && !element.contains(now)) return;
      if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
      else element.blur();
    };
  }, [panel, open]);
};
