/** The two panes: what hangs in each, how they scroll, and that they scroll together. */
import { Enums, eventTarget, imageLoader } from '@cornerstonejs/core';
import { wadors } from '@cornerstonejs/dicom-image-loader';
import type { Manifest } from '@throughline/contract';
import { pause } from './again.ts';
import { stopCine } from './cine.ts';
import { engine, engineName } from './engine.ts';
import { arrived, lead, relink, startOf, unlink } from './linked.ts';
import {
  goTo,
  other,
  type Pane,
  type PaneName,
  panes,
  quartersOf,
  standing,
  tell,
  turnTo,
  viewportOf,
} from './panes.ts';
import { drawnSeries, firstSeries, type Stack, sameStack, stackOf } from './stack.ts';

/** A picture as a report names it; `series` is null when the report gives the image number only. */
export interface PictureNumber {
  readonly series: number | null;
  readonly image: number;
}

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

/** The letters at the edges are those of the picture that was drawn, whatever turned it. */
const tellIfTurned = (name: PaneName): void => {
  const viewport = viewportOf(name);
  if (viewport && panes.get(name)?.quarters !== quartersOf(viewport)) tell(name);
};

/** The engine draws into a canvas of fixed size: without this a pane that grows shows a stretched picture. It forgets how pictures were turned. */
const fitToPlace = (): void => {
  if (![...panes.values()].some(({ stack }) => stack !== undefined)) return;
  const turned = [...panes].filter(([, { stack, quarters }]) => stack !== undefined && quarters > 0);
  engine().rendering.resize(true, false);
  for (const [name, { quarters }] of turned) turnTo(name, quarters);
};

const hide = (pane: Pane): void => {
  pane.live = false;
  pane.element.dataset.live = 'false';
};

const came = (name: PaneName, imageId: string, index: number): void => {
  const pane = panes.get(name);
  if (!pane?.stack) return;
  const comesUp = pane.shown === undefined;
  pane.shown = imageId;
  if (standing(name) === undefined) {
    // One that was asked for while another series hung there came late, and the engine drew it over this one.
    if (!pane.live) return;
    hide(pane);
    void bringUp(name, pane, pane.stack, index);
    return;
  }
  pane.problem = null;
  tell(name);
  // What comes up is put beside the other pane, and does not move it.
  if (!comesUp) arrived(name, index);
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
    quarters: 0,
    regions: [],
    link: null,
    beyond: false,
  });
  element.addEventListener(Enums.Events.STACK_NEW_IMAGE, (event) => {
    const { imageId, imageIdIndex } = (event as CustomEvent<{ imageId: string; imageIdIndex: number }>).detail;
    came(name, imageId, imageIdIndex);
  });
  element.addEventListener(Enums.Events.VOI_MODIFIED, () => tell(name));
  element.addEventListener(Enums.Events.IMAGE_RENDERED, () => {
    tellIfTurned(name);
    rendered(name);
  });
  new ResizeObserver(fitToPlace).observe(element);
  told(null);
};

eventTarget.addEventListener(Enums.Events.IMAGE_LOAD_ERROR, (event: CustomEvent<{ imageId: string }>) =>
  failed(event.detail.imageId),
);

export const addMetadata = (stack: Stack): void => {
  for (const [at, imageId] of stack.imageIds.entries()) {
    wadors.metaDataManager.add(imageId, (stack.headers[at] ?? {}) as never);
  }
};

/** Draws a picture of what hangs, or of more of it: size, place and window stay as the reader set them. */
const drawAgain = async (pane: Pane, name: PaneName, stack: Stack, index: number): Promise<void> => {
  const viewport = viewportOf(name);
  if (!viewport) return;
  const { voiRange, invert } = viewport.getProperties();
  const camera = viewport.getCamera();
  const { rotation } = viewport.getViewPresentation();
  await viewport.setStack([...stack.imageIds], index);
  if (pane.stack !== stack) return;
  viewport.setCamera(camera);
  // Without WebGL the camera does not hold it.
  if (rotation) viewport.setViewPresentation({ rotation });
  viewport.setProperties({ ...(voiRange && { voiRange }), invert: invert ?? false });
  viewport.render();
};

/** More of a study that hangs already: what the reader sees stays where it is. */
const growStack = async (name: PaneName, pane: Pane, stack: Stack): Promise<void> => {
  const seen = [...pane.seen].map((index) => pane.stack?.imageIds[index] ?? '');
  pane.seen = new Set(seen.map((imageId) => stack.imageIds.indexOf(imageId)).filter((at) => at >= 0));
  pane.stack = stack;
  unlink();
  const index = standing(name) ?? 0;
  await drawAgain(pane, name, stack, index).catch(() => bringUp(name, pane, stack, index));
  if (pane.stack !== stack) return;
  tell(name);
  relink();
};

/** Settles when a picture of this series stands in the pane: the one that was asked for, or one that the reader went to. */
const firstOf = (pane: Pane, stack: Stack): Promise<void> =>
  new Promise((resolve) => {
    const seen = (event: Event): void => {
      if (pane.stack === stack && !stack.imageIds.includes((event as CustomEvent).detail.imageId)) return;
      pane.element.removeEventListener(Enums.Events.STACK_NEW_IMAGE, seen);
      resolve();
    };
    pane.element.addEventListener(Enums.Events.STACK_NEW_IMAGE, seen);
  });

/** Asks for the first picture until it is there, and says that it does not come; false when another series was hung. */
const bringUp = async (name: PaneName, pane: Pane, stack: Stack, start: number): Promise<boolean> => {
  const viewport = viewportOf(name);
  if (!viewport) return false;
  const first = firstOf(pane, stack);
  for (let failures = 1; pane.stack === stack && standing(name) === undefined; failures += 1) {
    try {
      await Promise.race([viewport.setStack([...stack.imageIds], start), first]);
    } catch {
      if (pane.stack !== stack) return false;
      pane.problem = 'The pictures of this series do not come. They are asked for again.';
      tell(name);
      await Promise.race([pause(failures), first]);
    }
  }
  return pane.stack === stack;
};

const hangAnew = async (name: PaneName, pane: Pane, stack: Stack): Promise<void> => {
  const isNew = pane.stack?.studyInstanceUid !== stack.studyInstanceUid || standing(name) === undefined;
  // The current study comes up as it was painted first; whatever else is hung comes up beside what hangs.
  const leads = name === 'current' && isNew;
  const start = leads ? stack.start : startOf(name, stack);
  stopCine(name);
  hide(pane);
  pane.seen = new Set();
  pane.problem = null;
  pane.beyond = false;
  pane.shown = undefined;
  pane.stack = stack;
  pane.told(null);
  unlink();
  if (!(await bringUp(name, pane, stack, start))) return;
  turnTo(name, 0);
  tell(name);
  relink();
  lead(leads ? name : other(name));
};

/** A picture that was scrolled to did not come: the one before still stands there, and says so until the other is here. */
const askAgain = async (name: PaneName, pane: Pane, stack: Stack, index: number): Promise<void> => {
  const isWanted = (): boolean => pane.stack === stack && viewportOf(name)?.getCurrentImageIdIndex() === index;
  pane.problem = `Picture ${index + 1} does not come. It is asked for again.`;
  tell(name);
  for (let failures = 1; isWanted(); failures += 1) {
    await pause(failures);
    if (!isWanted()) return;
    const isHere = await imageLoader.loadAndCacheImage(stack.imageIds[index] ?? '').then(
      () => true,
      () => false,
    );
    if (isHere && isWanted()) return drawAgain(pane, name, stack, index);
  }
};

const failed = (imageId: string): void => {
  for (const [name, pane] of panes) {
    const { stack } = pane;
    const index = viewportOf(name)?.getCurrentImageIdIndex() ?? -1;
    if (!stack || standing(name) === undefined || stack.imageIds[index] !== imageId) continue;
    void askAgain(name, pane, stack, index).catch(() => undefined);
  }
};

/** Hangs a study in a pane: the series that is asked for, else the one that hangs there already, else the one that is shown first. */
export const hang = async (
  name: PaneName,
  manifest: Manifest,
  seriesInstanceUid?: string,
): Promise<Stack | undefined> => {
  const pane = panes.get(name);
  const held = pane?.stack?.studyInstanceUid === manifest.studyInstanceUid ? pane.stack : undefined;
  const wanted = seriesInstanceUid ?? held?.series.seriesInstanceUid;
  const series = drawnSeries(manifest).find((one) => one.seriesInstanceUid === wanted) ?? firstSeries(manifest);
  if (!pane || !series) return undefined;
  pane.manifest = manifest;
  const stack = stackOf(manifest, series);
  if (held && pane.live && sameStack(held, stack)) return held;
  addMetadata(stack);
  const grows = held?.series.seriesInstanceUid === series.seriesInstanceUid && pane.live;
  await (grows ? growStack : hangAnew)(name, pane, stack);
  return pane.stack === stack ? stack : undefined;
};

/** Takes down what hangs. */
export const clearPane = (name: PaneName): void => {
  const pane = panes.get(name);
  if (!pane) return;
  stopCine(name);
  pane.stack = undefined;
  pane.problem = null;
  pane.told(null);
  hide(pane);
  relink();
};

/** The parts of the body that the study in a pane shows: series of others are not linked to it unasked. */
export const setRegions = (name: PaneName, regions: readonly string[]): void => {
  const pane = panes.get(name);
  if (!pane || pane.regions.join() === regions.join()) return;
  pane.regions = regions;
  relink();
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
