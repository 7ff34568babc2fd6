/** How the picture of a pane looks: window, inversion, size. */
import { Enums, utilities } from '@cornerstonejs/core';
import { type PaneName, panes, turnTo, viewportOf, windowOf } from './panes.ts';

export const invert = (name: PaneName): void => {
  const viewport = viewportOf(name);
  if (!viewport) return;
  viewport.setProperties({ invert: !viewport.getProperties().invert });
  viewport.render();
};

/** For a picture that lies on its side: clockwise by a quarter. */
export const turn = (name: PaneName): void => turnTo(name, (panes.get(name)?.quarters ?? 0) + 1);

export const resetPane = (name: PaneName): void => {
  turnTo(name, 0);
  viewportOf(name)?.resetProperties();
  viewportOf(name)?.render();
};

/** Soft tissue, lung, bone, brain. */
const presets = [
  { width: 400, centre: 40 },
  { width: 1500, centre: -600 },
  { width: 2000, centre: 400 },
  { width: 80, centre: 40 },
];

/** The next of the usual windows, or false: only a CT has Hounsfield units to set them in. */
export const nextWindow = (name: PaneName): boolean => {
  const viewport = viewportOf(name);
  if (!viewport || panes.get(name)?.stack?.series.modality !== 'CT') return false;
  const now = windowOf(viewport);
  const at = presets.findIndex((preset) => preset.width === now?.width && preset.centre === now.centre);
  const { width, centre } = presets[(at + 1) % presets.length] ?? { width: 400, centre: 40 };
  viewport.setProperties({ voiRange: utilities.windowLevel.toLowHighRange(width, centre) });
  viewport.render();
  return true;
};

/** Copies the picture of a pane to a canvas, now and whenever it is drawn anew, until that is ended by what is given back. */
export const mirror = (name: PaneName, to: HTMLCanvasElement): (() => void) => {
  const pane = panes.get(name);
  const copy = (): void => {
    const from = pane?.live ? pane.element.querySelector('canvas') : null;
    if (!from) return;
    Object.assign(to, { width: from.width, height: from.height });
    to.getContext('2d')?.drawImage(from, 0, 0);
  };
  copy();
  pane?.element.addEventListener(Enums.Events.IMAGE_RENDERED, copy);
  return () => pane?.element.removeEventListener(Enums.Events.IMAGE_RENDERED, copy);
};

export const isLive = (name: PaneName): boolean => panes.get(name)?.live === true;
