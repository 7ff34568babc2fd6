/** What both panes hold now; the pictures themselves live in the engine. */
import { type Types, utilities } from '@cornerstonejs/core';
import type { Manifest } from '@throughline/contract';
import { engine } from './engine.ts';
import type { Stack } from './stack.ts';

export type PaneName = 'current' | 'prior';

/** What the page is told of a pane after every new picture. */
export interface PaneState {
  readonly index: number;
  readonly count: number;
  readonly window: { readonly width: number; readonly centre: number } | null;
  readonly seen: number;
  readonly seriesInstanceUid: string;
  /** Why a picture that was asked for is not the one that is seen; null when it is. */
  readonly problem: string | null;
}

export interface Pane {
  readonly element: HTMLDivElement;
  readonly told: (state: PaneState) => void;
  manifest: Manifest | undefined;
  stack: Stack | undefined;
  /** The picture that the engine last put on the canvas. */
  shown: string | undefined;
  seen: Set<number>;
  cine: number | undefined;
  live: boolean;
  problem: string | null;
}

export const panes = new Map<PaneName, Pane>();

export const other = (name: PaneName): PaneName => (name === 'current' ? 'prior' : 'current');

export const viewportOf = (name: PaneName): Types.IStackViewport | undefined =>
  engine().rendering.getViewport(name) as Types.IStackViewport | undefined;

export const windowOf = (viewport: Types.IStackViewport): PaneState['window'] => {
  const range = viewport.getProperties().voiRange;
  if (!range) return null;
  const { windowWidth, windowCenter } = utilities.windowLevel.toWindowLevel(range.lower, range.upper);
  return { width: Math.round(windowWidth), centre: Math.round(windowCenter) };
};

/** Says what a pane shows now. */
export const tell = (name: PaneName): void => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  if (!pane?.stack || !viewport) return;
  const index = viewport.getCurrentImageIdIndex();
  if (pane.problem === null) pane.seen.add(index);
  pane.told({
    index,
    count: pane.stack.imageIds.length,
    window: windowOf(viewport),
    seen: pane.seen.size,
    seriesInstanceUid: pane.stack.series.seriesInstanceUid,
    problem: pane.problem,
  });
};

/** Goes to a picture of what hangs. One that does not come is said: the picture before it still stands there. */
export const goTo = (name: PaneName, index: number): void => {
  const pane = panes.get(name);
  const stack = pane?.stack;
  if (!pane || !stack) return;
  viewportOf(name)
    ?.setImageIdIndex(index)
    .catch(() => {
      if (pane.stack !== stack) return;
      pane.problem = `Picture ${index + 1} did not come. Scroll on, or come back to it to ask again.`;
      tell(name);
    });
};

/** The picture of a pane as the reader sees it, with its header. */
export const currentPicture = (name: PaneName) => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  if (!pane?.stack || !viewport) return null;
  const index = viewport.getCurrentImageIdIndex();
  const imageId = pane.stack.imageIds[index] ?? '';
  const [, sopInstanceUid = '', frame = '1'] = /\/instances\/([^/]+)\/frames\/(\d+)$/.exec(imageId) ?? [];
  const header = pane.stack.headers[index] ?? {};
  return { pane, stack: pane.stack, imageId, sopInstanceUid, frame: Number(frame), header };
};
