/** What the reader measured and has not saved, with our own numbers and where they come from. */
import { type Types, utilities } from '@cornerstonejs/core';
import { wadors } from '@cornerstonejs/dicom-image-loader';
import { AngleTool, annotation, CobbAngleTool, LengthTool } from '@cornerstonejs/tools';
import type { MeasurementsRequest } from '@throughline/contract';
import { angleOf, calibrationOf, type Header, lengthOf } from './calibration.ts';
import { engine, type ToolName, takeTool } from './engine.ts';
import { currentPicture, type PaneName } from './panes.ts';

type Measurement = MeasurementsRequest['measurements'][number];
type Annotation = ReturnType<typeof annotation.state.getAllAnnotations>[number];

const kinds: Readonly<Record<string, Measurement['kind']>> = {
  [LengthTool.toolName]: 'length',
  [AngleTool.toolName]: 'angle',
  [CobbAngleTool.toolName]: 'angle',
};

const saved = new Set<string>();

const toPixels = (imageId: string, world: Types.Point3): readonly [number, number] => {
  const [column = 0, row = 0] = utilities.worldToImageCoords(imageId, world) ?? [];
  return [column, row];
};

const measure = (kind: Measurement['kind'], worlds: readonly Types.Point3[], imageId: string): Measurement | null => {
  const points = worlds.map((world) => toPixels(imageId, world));
  const header = (wadors.metaDataManager.get(imageId) ?? {}) as Header;
  const calibration = calibrationOf(header, points);
  const [a, b] = points;
  if (a === undefined || b === undefined || calibration === null) return null;
  const value = kind === 'length' ? lengthOf([a, b], calibration) : angleOf(points, calibration);
  return {
    kind,
    points: points.map(([x, y]) => ({ x, y })),
    value: Math.round(value * 100) / 100,
    unit: kind === 'length' ? 'mm' : 'deg',
    calibration: kind === 'length' ? calibration.source : 'none-needed',
    label: kind,
  };
};

const words = (made: Measurement | null): string[] => {
  if (made === null) return ['not calibrated here'];
  if (made.unit === 'deg') return [`${made.value.toFixed(1)}°`];
  const lines = [`${made.value.toFixed(1)} mm`];
  return made.calibration === 'imager-pixel-spacing' ? [...lines, 'at the detector'] : lines;
};

/** The number beside a measurement is the number that is saved, in the same unit, with the same caveat. */
const sayOurNumbers = (): void => {
  const { group } = engine();
  for (const [tool, kind] of Object.entries(kinds)) {
    group.setToolConfiguration(tool, {
      getTextLines: (data: { handles?: { points?: Types.Point3[] } }, targetId: string) =>
        words(measure(kind, data.handles?.points ?? [], targetId.replace(/^imageId:/, ''))),
    });
  }
};

const noCalibration = 'cannot be measured here: this picture does not say how large its pixels are.';

/** Why nothing can be measured on what a pane shows, or what must be known when it is; null when nothing need be said. */
export const measuringNote = (name: PaneName): { readonly refused: boolean; readonly text: string | null } => {
  const shown = currentPicture(name);
  const calibration = shown && calibrationOf(shown.header);
  return calibration ? { refused: false, text: calibration.caveat } : { refused: true, text: noCalibration };
};

/** Takes a tool, or says why it cannot be used on what a pane shows. */
export const takeMeasuringTool = (name: PaneName, tool: Exclude<ToolName, 'window'>) => {
  const note = measuringNote(name);
  if (!note.refused) {
    sayOurNumbers();
    takeTool(tool);
  }
  return note;
};

const ofPicture = (imageId: string): readonly Annotation[] =>
  annotation.state
    .getAllAnnotations()
    .filter((one) => one.metadata?.referencedImageId === imageId && kinds[one.metadata?.toolName ?? ''] !== undefined)
    .filter((one) => !saved.has(one.annotationUID ?? ''));

/** The measurements on the picture that a pane shows, ready to be saved; null when there are none. */
export const unsaved = (name: PaneName) => {
  const shown = currentPicture(name);
  if (!shown) return null;
  const made = ofPicture(shown.imageId).flatMap((one) => {
    const kind = kinds[one.metadata?.toolName ?? ''] ?? 'length';
    const measurement = measure(kind, (one.data.handles?.points ?? []) as Types.Point3[], shown.imageId);
    return measurement ? [{ id: one.annotationUID ?? '', measurement }] : [];
  });
  if (made.length === 0) return null;
  const { seriesInstanceUid } = shown.stack.series;
  const measurements = made.map(({ measurement }) => measurement);
  const request = { seriesInstanceUid, sopInstanceUid: shown.sopInstanceUid, frame: shown.frame, measurements };
  const remember = (): void => {
    for (const { id } of made) {
      saved.add(id);
      annotation.locking.setAnnotationLocked(id, true);
    }
  };
  return { study: shown.stack.studyInstanceUid, request, remember };
};

/** Removes the measurement that was made last on the picture of a pane and is not saved. */
export const eraseLast = (name: PaneName): void => {
  const shown = currentPicture(name);
  const last = shown && ofPicture(shown.imageId).at(-1);
  if (!last?.annotationUID) return;
  annotation.state.removeAnnotation(last.annotationUID);
  engine().rendering.renderViewports([name]);
};
