import { useState } from 'react';
import { keepFilter, keptFilter } from '../../api/filter.ts';

/** The filter is there again when the user comes back from a study. */
export const useFilter = (): readonly [string, (wanted: string) => void] => {
  const [wanted, setWanted] = useState(keptFilter);
  const change = (text: string): void => {
    setWanted(text);
    keepFilter(text);
  };
  return [wanted, change];
};
