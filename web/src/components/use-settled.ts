import { useEffect, useState } from 'react';

/** A value once it has not changed for some milliseconds: nobody is asked for every letter that is typed. */
export const useSettled = <T>(value: T, forMs: number): T => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), forMs);
    return () => clearTimeout(timer);
  }, [value, forMs]);
  return settled;
};
