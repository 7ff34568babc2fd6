/** The two panes: what hangs in each, how they scroll, and that they scroll together. */
import { Enums, imageLoader, type Types, utilities } from '@cornerstonejs/core';
import { wadors } from '@cornerstonejs/dicom-image-loader';
import type { Manifest } from '@throughline/contract';
import { calibrationOf } from './calibration.ts';
import { engine, engineName, type ToolName, takeTool } from './engine.ts';
import { type Anchor, linkedIndex } from './linking.ts';
import { drawnSeries, firstSeries, type Stack, stackOf } from './stack.ts';

export type PaneName = 'current' | 'prior';

/** What the page is told of a pane after every new picture. */
export interface PaneState {
  readonly index: number;
  readonly count: number;
  readonly window: { readonly width: number; readonly centre: number } | null;
  readonly seen: number;
}

interface Pane {
  readonly element: HTMLDivElement;
  readonly told: (state: PaneState) => void;
  stack: Stack | undefined;
  seen: Set<number>;
  cine: number | undefined;
  live: boolean;
}

const panes = new Map<PaneName, Pane>();
let anchor: Anchor | null = { source: 0, target: 0 };
let linkWanted = true;

const viewportOf = (name: PaneName): Types.IStackViewport | undefined =>
  engine().rendering.getViewport(name) as Types.IStackViewport | undefined;

const other = (name: PaneName): PaneName => (name === 'current' ? 'prior' : 'current');

const windowOf = (viewport: Types.IStackViewport): PaneState['window'] => {
  const range = viewport.getProperties().voiRange;
  return range
    ? { width: Math.round(range.upper - range.lower), centre: Math.round((range.upper + range.lower) / 2) }
    : null;
};

const tell = (name: PaneName): void => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  if (!pane?.stack || !viewport) return;
  const index = viewport.getCurrentImageIdIndex();
  pane.seen.add(index);
  pane.told({ index, count: pane.stack.imageIds.length, window: windowOf(viewport), seen: pane.seen.size });
};

const follow = (name: PaneName, index: number): void => {
  const [source, target] = [panes.get(name)?.stack, panes.get(other(name))?.stack];
  const viewport = viewportOf(other(name));
  if (!anchor || !source || !target || !viewport) return;
  const from = name === 'current' ? anchor : { source: anchor.target, target: anchor.source };
  const wanted = linkedIndex(index, source.positions, target.positions, target.imageIds.length, from);
  if (wanted !== viewport.getCurrentImageIdIndex()) void viewport.setImageIdIndex(wanted);
};

let leader: PaneName | undefined;

/** The pane that the reader moves leads; what it moves does not lead back. */
const moved = (name: PaneName, index: number): void => {
  tell(name);
  if (leader !== undefined && leader !== name) return;
  leader = name;
  follow(name, index);
  queueMicrotask(() => {
    leader = undefined;
  });
};

/** Gives a pane its place on the page; called once for each. */
export const mountPane = (name: PaneName, element: HTMLDivElement, told: Pane['told']): void => {
  const { rendering, group } = engine();
  rendering.enableElement({
    viewportId: name,
    type: Enums.ViewportType.STACK,
    element,
    defaultOptions: { background: [0, 0, 0] },
  });
  group.addViewport(name, engineName);
  panes.set(name, { element, told, stack: undefined, seen: new Set(), cine: undefined, live: false });
  element.addEventListener(Enums.Events.STACK_NEW_IMAGE, (event) => {
    moved(name, (event as CustomEvent<{ imageIdIndex: number }>).detail.imageIdIndex);
  });
  element.addEventListener(Enums.Events.VOI_MODIFIED, () => tell(name));
  element.addEventListener(Enums.Events.IMAGE_RENDERED, () => {
    const pane = panes.get(name);
    if (!pane?.stack || pane.live) return;
    pane.live = true;
    requestAnimationFrame(() => {
      element.dataset.live = 'true';
      performance.mark(`live-${name}`);
      element.dispatchEvent(new CustomEvent('live', { bubbles: true }));
    });
  });
};

const addMetadata = (stack: Stack): void => {
  for (const [at, imageId] of stack.imageIds.entries()) {
    wadors.metaDataManager.add(imageId, (stack.headers[at] ?? {}) as never);
  }
};

const relink = (): void => {
  const [source, target] = [viewportOf('current'), viewportOf('prior')];
  anchor =
    linkWanted && source && target && panes.get('current')?.stack && panes.get('prior')?.stack
      ? { source: source.getCurrentImageIdIndex(), target: target.getCurrentImageIdIndex() }
      : null;
};

/** Hangs a series of a study in a pane; the first picture that is asked for is the one shown first. */
export const hang = async (
  name: PaneName,
  manifest: Manifest,
  seriesInstanceUid?: string,
): Promise<Stack | undefined> => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  const series =
    drawnSeries(manifest).find((one) => one.seriesInstanceUid === seriesInstanceUid) ?? firstSeries(manifest);
  if (!pane || !viewport || !series) return undefined;
  stopCine(name);
  const stack = stackOf(manifest, series);
  addMetadata(stack);
  pane.stack = undefined;
  pane.live = false;
  pane.seen = new Set();
  pane.element.dataset.live = 'false';
  pane.stack = stack;
  anchor = null;
  await viewport.setStack([...stack.imageIds], stack.start);
  viewport.render();
  if (panes.get(name)?.stack !== stack) return undefined;
  tell(name);
  relink();
  return stack;
};

/** Takes down what hangs. */
export const clearPane = (name: PaneName): void => {
  const pane = panes.get(name);
  if (!pane) return;
  stopCine(name);
  pane.stack = undefined;
  pane.element.dataset.live = 'false';
};

export const scrollPane = (name: PaneName, by: number): void => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  if (!pane?.stack || !viewport) return;
  const wanted = Math.max(0, Math.min(pane.stack.imageIds.length - 1, viewport.getCurrentImageIdIndex() + by));
  void viewport.setImageIdIndex(wanted);
};

export const setLinked = (on: boolean): void => {
  linkWanted = on;
  relink();
};

export const isLinked = (): boolean => anchor !== null;

const stopCine = (name: PaneName): void => {
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
  if (pane.cine !== undefined) {
    stopCine(name);
    return false;
  }
  const count = pane.stack.imageIds.length;
  const milliseconds = 1000 / (pane.stack.framesPerSecond ?? 15);
  pane.cine = window.setInterval(
    () => void viewport.setImageIdIndex((viewport.getCurrentImageIdIndex() + 1) % count),
    milliseconds,
  );
  return true;
};

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

const presets = [
  { width: 400, centre: 40 },
  { width: 1500, centre: -600 },
  { width: 2000, centre: 400 },
  { width: 80, centre: 40 },
];

/** The next of the usual windows; only a CT has Hounsfield units to set them in. */
export const nextWindow = (name: PaneName): void => {
  const viewport = viewportOf(name);
  if (!viewport || panes.get(name)?.stack?.series.modality !== 'CT') return;
  const now = windowOf(viewport);
  const at = presets.findIndex((preset) => preset.width === now?.width && preset.centre === now.centre);
  const { width, centre } = presets[(at + 1) % presets.length] ?? { width: 400, centre: 40 };
  viewport.setProperties({ voiRange: { lower: centre - width / 2, upper: centre + width / 2 } });
  viewport.render();
};

/** Takes a tool, or says why it cannot be used here. */
export const takeMeasuringTool = (name: PaneName, tool: ToolName): string | null => {
  const pane = panes.get(name);
  const header = pane?.stack?.headers[viewportOf(name)?.getCurrentImageIdIndex() ?? 0];
  const calibration = header && calibrationOf(header);
  if (tool === 'length' && !calibration) return 'No length here: this picture says nothing of the size of its pixels.';
  takeTool(tool);
  return tool === 'length' ? (calibration?.caveat ?? null) : null;
};

/** Loads what will probably be shown next, quietly. */
export const prefetch = async (manifest: Manifest, whole: boolean): Promise<void> => {
  const series = firstSeries(manifest);
  if (!series) return;
  engine();
  const stack = stackOf(manifest, series);
  addMetadata(stack);
  const wanted = whole ? stack.imageIds : stack.imageIds.slice(stack.start, stack.start + 1);
  for (const imageId of wanted) await imageLoader.loadAndCacheImage(imageId).catch(() => undefined);
};

/** The picture of a pane as it is drawn now, for blinking. */
export const snapshot = (name: PaneName): string | null =>
  panes.get(name)?.element.querySelector('canvas')?.toDataURL('image/png') ?? null;

export const currentPicture = (name: PaneName) => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  if (!pane?.stack || !viewport) return null;
  const index = viewport.getCurrentImageIdIndex();
  const imageId = pane.stack.imageIds[index] ?? '';
  const [, sopInstanceUid = '', frame = '1'] = /\/instances\/([^/]+)\/frames\/(\d+)$/.exec(imageId) ?? [];
  return {
    pane,
    stack: pane.stack,
    imageId,
    sopInstanceUid,
    frame: Number(frame),
    header: pane.stack.headers[index] ?? {},
  };
};

export const toPixels = (imageId: string, world: Types.Point3): readonly [number, number] => {
  const [column = 0, row = 0] = utilities.worldToImageCoords(imageId, world) ?? [];
  return [column, row];
};
