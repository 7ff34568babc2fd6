/** One rendering engine for the page, outside React. */
import { cache, getWebWorkerManager, init as initCore, RenderingEngine } from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import {
  AngleTool,
  addTool,
  CobbAngleTool,
  init as initTools,
  LengthTool,
  PanTool,
  StackScrollTool,
  Enums as ToolEnums,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
} from '@cornerstonejs/tools';

import { pause } from './again.ts';

export type ToolName = 'window' | 'length' | 'angle' | 'cobb';

const engineId = 'desk';
const groupId = 'desk';
const workers = 2;
const cacheBytes = 1024 * 1024 * 1024;

const measuring: Readonly<Record<Exclude<ToolName, 'window'>, string>> = {
  length: LengthTool.toolName,
  angle: AngleTool.toolName,
  cobb: CobbAngleTool.toolName,
};

const { MouseBindings } = ToolEnums;

type ToolGroup = NonNullable<ReturnType<typeof ToolGroupManager.createToolGroup>>;

export interface Engine {
  readonly rendering: RenderingEngine;
  readonly group: ToolGroup;
}

let started: Engine | undefined;

const makeGroup = (): ToolGroup => {
  const group = ToolGroupManager.createToolGroup(groupId);
  if (group === undefined) throw new Error('The tools cannot be grouped');
  for (const tool of [WindowLevelTool, PanTool, ZoomTool, StackScrollTool, LengthTool, AngleTool, CobbAngleTool]) {
    addTool(tool);
    group.addTool(tool.toolName);
  }
  group.setToolActive(WindowLevelTool.toolName, { bindings: [{ mouseButton: MouseBindings.Primary }] });
  group.setToolActive(PanTool.toolName, { bindings: [{ mouseButton: MouseBindings.Auxiliary }] });
  group.setToolActive(ZoomTool.toolName, { bindings: [{ mouseButton: MouseBindings.Secondary }] });
  group.setToolActive(StackScrollTool.toolName, { bindings: [{ mouseButton: MouseBindings.Wheel }] });
  return group;
};

/** Silence of a server after which a picture is asked for again. */
const patienceMs = 30_000;

/** What has begun to come may take its time. */
const limitSilence = (xhr: XMLHttpRequest): void => {
  const began = performance.now();
  xhr.timeout = patienceMs;
  xhr.addEventListener('progress', () => {
    xhr.timeout = performance.now() - began + patienceMs;
  });
};

const decoder = 'dicomImageLoader';

/** True once all answer, false when the script of one did not come: it would be silent for ever. */
const doWorkersAnswer = async (): Promise<boolean> => {
  const registered = getWebWorkerManager().workerRegistry[decoder];
  const answers = registered?.nativeWorkers.map(async (worker, at) => {
    const failed = new Promise<false>((resolve) => {
      worker.addEventListener('error', () => resolve(false), { once: true });
    });
    // Whatever is asked of it, a worker that lives answers.
    const alive = (registered.instances[at] as unknown as { readonly alive: PromiseLike<unknown> }).alive;
    return Promise.race([failed, alive.then(() => true)]);
  });
  return (await Promise.all(answers ?? [])).every(Boolean);
};

/** Makes the workers anew until they are there. */
const startWorkers = async (): Promise<void> => {
  const manager = getWebWorkerManager();
  for (let failures = 1; !(await doWorkersAnswer()); failures += 1) {
    await pause(failures);
    const { workerFn } = manager.workerRegistry[decoder] ?? {};
    if (workerFn) manager.registerWorker(decoder, workerFn, { maxWorkerInstances: workers, overwrite: true });
  }
};

const startLoader = (): void => {
  let decoding: Promise<void> | undefined;
  initLoader({
    maxWebWorkers: workers,
    beforeSend: limitSilence,
    beforeProcessing: async (xhr) => {
      await decoding;
      return xhr.response as ArrayBuffer;
    },
  });
  decoding = startWorkers();
};

/** Starts on first use: before any metadata is added, or the first study has none. */
export const engine = (): Engine => {
  if (started) return started;
  initCore();
  startLoader();
  initTools();
  cache.setMaxCacheSize(cacheBytes);
  started = { rendering: new RenderingEngine(engineId), group: makeGroup() };
  return started;
};

/** What the primary button does. */
export const takeTool = (name: ToolName): void => {
  const { group } = engine();
  for (const tool of Object.values(measuring)) group.setToolPassive(tool);
  if (name === 'window') {
    group.setToolActive(WindowLevelTool.toolName, { bindings: [{ mouseButton: MouseBindings.Primary }] });
    return;
  }
  group.setToolPassive(WindowLevelTool.toolName);
  group.setToolActive(measuring[name], { bindings: [{ mouseButton: MouseBindings.Primary }] });
};

export const engineName = engineId;
