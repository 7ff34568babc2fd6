import { useEffect } from 'react';
import { focusOf, matchHotkey } from '../../keys/match.ts';
import type { HotkeyId } from '../../keys/table.ts';

/** From the last pane Tab goes on through the page: a picture must not hold the focus for ever. */
const leavesPictures = (id: HotkeyId): boolean =>
  id === 'nextPane' && document.activeElement?.closest('[data-pane=prior] [data-pane-focus]') !== null;

/** The keys of the table, while this page is open. */
export const useHotkeys = (act: (id: HotkeyId, key: string) => void): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      // Where it was pressed: whatever took it may have given the focus away since, and the key was for that alone.
      const hotkey = matchHotkey(event, focusOf(event.target instanceof Element ? event.target : null));
      if (!hotkey || (leavesPictures(hotkey.id) && document.activeElement !== document.body)) return;
      event.preventDefault();
      act(hotkey.id, hotkey.key);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [act]);
};
