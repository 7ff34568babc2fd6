/** The two panes: what hangs in each, how they scroll, and that they scroll together. */
import { Enums, type Types } from '@cornerstonejs/core';
import { wadors } from '@cornerstonejs/dicom-image-loader';
import type { Manifest } from '@throughline/contract';
import { stopCine } from './cine.ts';
import { engine, engineName } from './engine.ts';
import { type Anchor, linkedIndex } from './linking.ts';
import { goTo, other, type Pane, type PaneName, panes, tell, viewportOf } from './panes.ts';
import { drawnSeries, firstSeries, type Stack, sameStack, stackOf } from './stack.ts';

/** A picture as a report names it; `series` is null when the report gives the image number only. */
export interface PictureNumber {
  readonly series: number | null;
  readonly image: number;
}

let anchor: Anchor | null = null;
let linkWanted = true;
let leader: PaneName | undefined;

const follow = (name: PaneName, index: number): void => {
  const [source, target] = [panes.get(name)?.stack, panes.get(other(name))?.stack];
  if (!anchor || !source || !target) return;
  const from = name === 'current' ? anchor : { source: anchor.target, target: anchor.source };
  const wanted = linkedIndex(index, source.positions, target.positions, target.imageIds.length, from);
  if (wanted !== viewportOf(other(name))?.getCurrentImageIdIndex()) goTo(other(name), wanted);
};

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

/** A pane is live only when the picture on its canvas is one of the study that hangs in it now. */
const rendered = (name: PaneName): void => {
  const pane = panes.get(name);
  if (!pane?.stack || pane.live || pane.shown === undefined || !pane.stack.imageIds.includes(pane.shown)) return;
  const { element, stack } = pane;
  pane.live = true;
  requestAnimationFrame(() => {
    if (pane.stack !== stack || !pane.live) return;
    element.dataset.live = 'true';
    performance.mark(`live-${name}`);
    element.dispatchEvent(new CustomEvent('live', { bubbles: true }));
  });
};

/** The engine draws into a canvas of fixed size: without this a pane that grows shows a stretched picture. */
const fitToPlace = (): void => {
  if ([...panes.values()].some(({ stack }) => stack !== undefined)) engine().rendering.resize(true, false);
};

/** Gives a pane its place on the page; called once for each. */
export const mountPane = (name: PaneName, element: HTMLDivElement, told: Pane['told']): void => {
  const { rendering, group } = engine();
  const type = Enums.ViewportType.STACK;
  rendering.enableElement({ viewportId: name, type, element, defaultOptions: { background: [0, 0, 0] } });
  group.addViewport(name, engineName);
  panes.set(name, {
    element,
    told,
    manifest: undefined,
    stack: undefined,
    shown: undefined,
    seen: new Set(),
    cine: undefined,
    live: false,
    problem: null,
  });
  element.addEventListener(Enums.Events.STACK_NEW_IMAGE, (event) => {
    const { imageId, imageIdIndex } = (event as CustomEvent<{ imageId: string; imageIdIndex: number }>).detail;
    const pane = panes.get(name);
    if (pane) {
      pane.shown = imageId;
      pane.problem = null;
    }
    moved(name, imageIdIndex);
  });
  element.addEventListener(Enums.Events.VOI_MODIFIED, () => tell(name));
  element.addEventListener(Enums.Events.IMAGE_RENDERED, () => rendered(name));
  new ResizeObserver(fitToPlace).observe(element);
};

export const addMetadata = (stack: Stack): void => {
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

/** More of a study that hangs already: what the reader sees stays where it is. */
const growStack = async (name: PaneName, pane: Pane, viewport: Types.IStackViewport, stack: Stack): Promise<void> => {
  const seen = [...pane.seen].map((index) => pane.stack?.imageIds[index] ?? '');
  const index = Math.max(0, stack.imageIds.indexOf(pane.shown ?? ''));
  const { voiRange, invert } = viewport.getProperties();
  const camera = viewport.getCamera();
  pane.seen = new Set(seen.map((imageId) => stack.imageIds.indexOf(imageId)).filter((at) => at >= 0));
  pane.stack = stack;
  anchor = null;
  await viewport.setStack([...stack.imageIds], index);
  if (pane.stack !== stack) return;
  viewport.setCamera(camera);
  viewport.setProperties({ ...(voiRange && { voiRange }), invert: invert ?? false });
  viewport.render();
  tell(name);
  relink();
};

const hangAnew = async (name: PaneName, pane: Pane, viewport: Types.IStackViewport, stack: Stack): Promise<void> => {
  stopCine(name);
  pane.live = false;
  pane.seen = new Set();
  pane.problem = null;
  pane.element.dataset.live = 'false';
  pane.stack = stack;
  anchor = null;
  await viewport.setStack([...stack.imageIds], stack.start);
  if (pane.stack !== stack) return;
  viewport.resetCamera();
  viewport.render();
  tell(name);
  relink();
};

/**
 * Hangs a study in a pane: the series that is asked for, else the one that hangs there already, else the one that is shown
 * first. Rejects when its first picture does not come.
 */
export const hang = async (
  name: PaneName,
  manifest: Manifest,
  seriesInstanceUid?: string,
): Promise<Stack | undefined> => {
  const pane = panes.get(name);
  const viewport = viewportOf(name);
  const held = pane?.stack?.studyInstanceUid === manifest.studyInstanceUid ? pane.stack : undefined;
  const wanted = seriesInstanceUid ?? held?.series.seriesInstanceUid;
  const series = drawnSeries(manifest).find((one) => one.seriesInstanceUid === wanted) ?? firstSeries(manifest);
  if (!pane || !viewport || !series) return undefined;
  pane.manifest = manifest;
  const stack = stackOf(manifest, series);
  if (held && pane.live && sameStack(held, stack)) return held;
  addMetadata(stack);
  const grows = held?.series.seriesInstanceUid === series.seriesInstanceUid && pane.live;
  await (grows ? growStack : hangAnew)(name, pane, viewport, stack);
  return pane.stack === stack ? stack : undefined;
};

/** Takes down what hangs. */
export const clearPane = (name: PaneName): void => {
  const pane = panes.get(name);
  if (!pane) return;
  stopCine(name);
  pane.stack = undefined;
  pane.live = false;
  pane.element.dataset.live = 'false';
};

export const scrollPane = (name: PaneName, by: number): void => {
  const index = viewportOf(name)?.getCurrentImageIdIndex() ?? 0;
  const count = panes.get(name)?.stack?.imageIds.length ?? 0;
  goTo(name, Math.max(0, Math.min(count - 1, index + by)));
};

/** Goes to a picture by its numbers as a report gives them; false when the study that hangs has no such picture. */
export const showNumbered = async (name: PaneName, wanted: PictureNumber): Promise<boolean> => {
  const pane = panes.get(name);
  if (!pane?.manifest || !pane.stack) return false;
  const series = pane.manifest.series.find((one) => one.seriesNumber === wanted.series) ?? pane.stack.series;
  const stack = await hang(name, pane.manifest, series.seriesInstanceUid);
  const sop = stack?.series.instances.find((one) => one.instanceNumber === wanted.image)?.sopInstanceUid;
  const index = stack?.imageIds.findIndex((imageId) => sop !== undefined && imageId.includes(`/${sop}/`)) ?? -1;
  if (index < 0) return false;
  goTo(name, index);
  return true;
};

/** Hangs the series before or after the one that hangs; false when there is none. */
export const stepSeries = async (name: PaneName, step: -1 | 1): Promise<boolean> => {
  const { manifest, stack } = panes.get(name) ?? {};
  if (!manifest || !stack) return false;
  const drawn = drawnSeries(manifest);
  const next = drawn[drawn.findIndex((one) => one.seriesInstanceUid === stack.series.seriesInstanceUid) + step];
  if (!next) return false;
  await hang(name, manifest, next.seriesInstanceUid);
  return true;
};

export const setLinked = (on: boolean): void => {
  linkWanted = on;
  relink();
};
