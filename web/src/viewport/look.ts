/** How the picture of a pane looks: window, inversion, size. */
import { utilities } from '@cornerstonejs/core';
import { type PaneName, panes, viewportOf, windowOf } from './panes.ts';

export const invert = (name: PaneName): void => {
  const viewport = viewportOf(name);
  if (!viewport) return;
  viewport.setProperties({ invert: !viewport.getProperties().invert });
  viewport.render();
};

export const resetPane = (name: PaneName): void => {
  const viewport = viewportOf(name);
  viewport?.resetCamera();
  viewport?.resetProperties();
  viewport?.render();
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

/** The picture of a pane as it is drawn now, for blinking. */
export const snapshot = (name: PaneName): string | null => {
  const pane = panes.get(name);
  return pane?.live ? (pane.element.querySelector('canvas')?.toDataURL('image/png') ?? null) : null;
};
