import { useEffect } from 'react';

/** What the window is called while this stands. Never of a patient: titles go into the history of the browser and onto shared screens. */
export const useTitle = (title: string | undefined): void => {
  useEffect(() => {
    document.title = title === undefined ? 'Throughline' : `${title} · Throughline`;
  }, [title]);
};
