/** Plays what hangs in a pane, at the speed that its header gives. */
import { type PaneName, panes, viewportOf } from './panes.ts';

const usualSpeed = 15;

export const stopCine = (name: PaneName): void => {
  const pane = panes.get(name);
  if (pane?.cine === undefined) return;
  clearInterval(pane.cine);
  pane.cine = undefined;
};

/** Plays or stops; true while it plays. */
export const toggleCine = (name: PaneName): boolean => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  if (!pane?.stack || !viewport) return false;
  if (pane.cine !== undefined || pane.stack.imageIds.length < 2) {
    stopCine(name);
    return false;
  }
  const count = pane.stack.imageIds.length;
  let coming = false;
  pane.cine = window.setInterval(
    () => {
      // A frame that is late is waited for: frames are never skipped unseen.
      if (coming) return;
      coming = true;
      viewport
        .setImageIdIndex((viewport.getCurrentImageIdIndex() + 1) % count)
        .catch(() => stopCine(name))
        .finally(() => {
          coming = false;
        });
    },
    1000 / (pane.stack.framesPerSecond ?? usualSpeed),
  );
  return true;
};
