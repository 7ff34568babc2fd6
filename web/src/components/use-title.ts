import { useEffect } from 'react';

/** What the window is called while this stands. Never of a patient: titles go into the history of the browser and onto shared screens. */
export const useTitle = (title: string | undefined): void => {
  useEffect(() => {
    const before = document.title;
    const own = title === undefined ? 'Throughline' : `${title} · Throughline`;
    document.title = own;
    // What stood in place of a page, as the way in, leaves it its name.
    return () => {
      if (document.title === own) document.title = before;
    };
  }, [title]);
};
