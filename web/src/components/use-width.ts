import { type RefCallback, useCallback, useState } from 'react';

/** How wide an element is now, in pixels of CSS; 0 until it is on the page. */
export const useWidth = <T extends Element>(): readonly [RefCallback<T>, number] => {
  const [width, setWidth] = useState(0);
  const measure = useCallback((element: T | null) => {
    if (element === null) return undefined;
    const take = (): void => setWidth(element.clientWidth);
    take();
    const observer = new ResizeObserver(take);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [measure, width];
};
