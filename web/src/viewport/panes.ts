/** What both panes hold now; the pictures themselves live in the engine. */
import { type Types, utilities } from '@cornerstonejs/core';
import type { Manifest } from '@throughline/contract';
import { engine } from './engine.ts';
import { type EdgeLetters, edgeLetters, turned } from './orientation.ts';
import { frameNumberOf, type Stack } from './stack.ts';

export type PaneName = 'current' | 'prior';

/** Whether both panes scroll together, and by what. */
export interface LinkState {
  readonly on: boolean;
  readonly text: string;
}

/** What the page is told of a pane after every new picture. */
export interface PaneState {
  readonly index: number;
  readonly count: number;
  readonly window: { readonly width: number; readonly centre: number } | null;
  readonly seen: number;
  readonly seriesInstanceUid: string;
  /** Null while there are not two series to scroll. */
  readonly link: LinkState | null;
  /** The series ends before the picture that goes with that of the other pane. */
  readonly beyond: boolean;
  /** Of the picture that stands there, which is not always the one that was asked for. */
  readonly letters: EdgeLetters | null;
  /** By how many quarters, clockwise, the reader turned it. */
  readonly quarters: number;
  /** False while no picture of what hangs has come. */
  readonly stands: boolean;
  /** Why a picture that was asked for is not the one that is seen; null when it is. */
  readonly problem: string | null;
}

export interface Pane {
  readonly element: HTMLDivElement;
  /** Null while nothing of what hangs has come: what was said of the study before must not stand over this one. */
  readonly told: (state: PaneState | null) => void;
  manifest: Manifest | undefined;
  stack: Stack | undefined;
  /** The picture that the engine last put on the canvas. */
  shown: string | undefined;
  seen: Set<number>;
  cine: number | undefined;
  live: boolean;
  problem: string | null;
  /** By how many quarters the picture was turned when the page was told last. */
  quarters: number;
  /** The parts of the body that the study shows. */
  regions: readonly string[];
  link: LinkState | null;
  beyond: boolean;
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

/** The picture that stands in a pane; undefined while none of its series does. */
export const standing = (name: PaneName): number | undefined => {
  const pane = panes.get(name);
  const index = pane?.stack?.imageIds.indexOf(pane.shown ?? '') ?? -1;
  return index < 0 ? undefined : index;
};

/** By how many quarters, clockwise, the picture is turned on the canvas. */
export const quartersOf = (viewport: Types.IStackViewport): number =>
  Math.round((viewport.getViewPresentation().rotation ?? 0) / 90) % 4;

/** How many times more of the picture's plane its place must show, so that all of it is seen when it lies on its side. */
const growthOnItsSide = (viewport: Types.IStackViewport): number => {
  const { dimensions, spacing } = viewport.getImageData() ?? {};
  if (!dimensions || !spacing) return 1;
  const { clientWidth, clientHeight } = viewport.element;
  const [width, height] = [dimensions[0] * spacing[0], dimensions[1] * spacing[1]];
  const fit = (across: number, down: number): number => Math.min(clientWidth / across, clientHeight / down);
  return fit(width, height) / fit(height, width);
};

/** Turns the picture to so many quarters, and fits it to its place; the page is told when it is drawn. */
export const turnTo = (name: PaneName, quarters: number): void => {
  const viewport = viewportOf(name);
  if (!viewport) return;
  viewport.resetCamera();
  const isOnItsSide = quarters % 2 === 1;
  const fitted = isOnItsSide ? viewport.getCamera().parallelScale : undefined;
  viewport.setViewPresentation({ rotation: (quarters % 4) * 90 });
  if (isOnItsSide) viewport.setCamera({ parallelScale: (fitted ?? 1) * growthOnItsSide(viewport) });
  viewport.render();
};

const lettersOf = ({ stack, shown, quarters }: Pane, index: number | undefined): EdgeLetters | null => {
  const header = stack?.headers[index ?? -1];
  const letters = header ? edgeLetters(header, frameNumberOf(shown ?? '')) : null;
  return letters && turned(letters, quarters);
};

/** Says what a pane shows now; nothing while nothing of what hangs has come and nothing is wrong. */
export const tell = (name: PaneName): void => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  if (!pane?.stack || !viewport) return;
  const index = standing(name);
  if (index === undefined && pane.problem === null) return;
  if (index !== undefined && pane.problem === null) pane.seen.add(index);
  pane.quarters = quartersOf(viewport);
  pane.told({
    index: index ?? viewport.getCurrentImageIdIndex(),
    count: pane.stack.imageIds.length,
    window: windowOf(viewport),
    seen: pane.seen.size,
    seriesInstanceUid: pane.stack.series.seriesInstanceUid,
    link: pane.link,
    beyond: pane.beyond,
    letters: lettersOf(pane, index),
    quarters: pane.quarters,
    stands: index !== undefined,
    problem: pane.problem,
  });
};

/** Goes to a picture of what hangs; what does not come is heard of by the engine's own event. */
export const goTo = (name: PaneName, index: number): void => {
  if (panes.get(name)?.stack)
    viewportOf(name)
      ?.setImageIdIndex(index)
      .catch(() => undefined);
};

/** The picture of a pane as the reader sees it, with its header. */
export const currentPicture = (name: PaneName) => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  if (!pane?.stack || !viewport) return null;
  const index = viewport.getCurrentImageIdIndex();
  const imageId = pane.stack.imageIds[index] ?? '';
  const [, sopInstanceUid = ''] = /\/instances\/([^/]+)\/frames\//.exec(imageId) ?? [];
  const header = pane.stack.headers[index] ?? {};
  return { pane, stack: pane.stack, imageId, sopInstanceUid, frame: frameNumberOf(imageId), header };
};
