import type { Manifest } from '@throughline/contract';
import { useEffect, useMemo } from 'react';
import { type Media, paneManifests, setShownMedia, useMediaState } from '../../../state/media-state.ts';
import { clearPane } from '../../../viewport/desk.ts';
import type { PaneName } from '../../../viewport/panes.ts';
import { mediaOf } from './items.ts';

/** True when a pane shows what its study is hung with: a picture, or what is shown in place of one. */
export const isShown = (name: PaneName): boolean =>
  document.querySelector(`[data-stage=${name}][data-live=true], [data-pane=${name}] [data-media]`) !== null;

/** What a pane shows in place of pictures. Whoever waits for its first picture is told that this is all there is. */
export const useMedia = (name: PaneName, manifest: Manifest | undefined, hasPictures: boolean): Media | null => {
  const chosen = useMediaState((state) => state.chosen[name]);
  const media = useMemo(() => mediaOf(manifest, chosen), [manifest, chosen]);
  useEffect(() => {
    paneManifests.set(name, manifest);
    setShownMedia(name, media);
    return () => setShownMedia(name, null);
  }, [name, manifest, media]);
  const isAll = media !== null && !hasPictures;
  useEffect(() => {
    if (!isAll) return;
    // What hung there before belongs to another study.
    clearPane(name);
    document.querySelector(`[data-stage=${name}]`)?.dispatchEvent(new CustomEvent('live', { bubbles: true }));
  }, [name, isAll]);
  return media;
};
