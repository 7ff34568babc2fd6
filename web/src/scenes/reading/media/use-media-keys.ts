import { useEffect } from 'react';
import { type MediaKeys, mediaKeys } from '../../../state/media-state.ts';
import type { PaneName } from '../../../viewport/panes.ts';

/** Gives the keys of a pane to what is shown in it, as long as it is. */
export const useMediaKeys = (name: PaneName, keys: MediaKeys): void => {
  useEffect(() => {
    mediaKeys.set(name, keys);
    return () => {
      if (mediaKeys.get(name) === keys) mediaKeys.delete(name);
    };
  }, [name, keys]);
};

const line = 60;
const far = 1_000_000;

/** Scrolling by the keys that scroll pictures. */
export const scrollKeys = (box: () => HTMLElement | null): MediaKeys => {
  const by = (pixels: number) => (): void => box()?.scrollBy({ top: pixels });
  const pages = (count: number) => (): void => box()?.scrollBy({ top: count * (box()?.clientHeight ?? 0) * 0.9 });
  return {
    back: by(-line),
    forward: by(line),
    backArrow: by(-line),
    forwardArrow: by(line),
    backTen: pages(-1),
    forwardTen: pages(1),
    start: by(-far),
    end: by(far),
  };
};
