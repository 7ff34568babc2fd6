/** One rendering engine for the page, outside React. */
import { cache, init as initCore, RenderingEngine } from '@cornerstonejs/core';
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

/** Starts on first use: before any metadata is added, or the first study has none. */
export const engine = (): Engine => {
  if (started) return started;
  initCore();
  initLoader({ maxWebWorkers: workers });
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
