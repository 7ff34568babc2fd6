import { useEffect } from 'react';

type Verb = 'same' | 'not-same' | 'skip' | 'undo' | 'reason';

const verbs: Readonly<Record<string, Verb>> = { s: 'same', n: 'not-same', k: 'skip', u: 'undo', r: 'reason' };

/** S, N, K, U and R wherever the focus is, but in a field. Before the list, which would look for names that begin so. */
export const useAnswerKeys = (act: (verb: Verb) => void): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const verb = verbs[event.key.toLowerCase()];
      if (verb === undefined || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      if (event.target instanceof Element && event.target.matches('input, textarea, select')) return;
      event.preventDefault();
      event.stopPropagation();
      act(verb);
    };
    addEventListener('keydown', press, { capture: true });
    return () => removeEventListener('keydown', press, { capture: true });
  }, [act]);
};
