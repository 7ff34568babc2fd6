/** What the reader measured and has not saved, with our own numbers and where they come from. */
import type { Types } from '@cornerstonejs/core';
import { annotation } from '@cornerstonejs/tools';
import type { MeasurementsRequest } from '@throughline/contract';
import { angleOf, calibrationOf, lengthOf } from './calibration.ts';
import { currentPicture, type PaneName, toPixels } from './desk.ts';
import { engine } from './engine.ts';

type Measurement = MeasurementsRequest['measurements'][number];
type Annotation = ReturnType<typeof annotation.state.getAllAnnotations>[number];

const kinds: Readonly<Record<string, Measurement['kind']>> = { Length: 'length', Angle: 'angle', CobbAngle: 'angle' };

const ofPicture = (imageId: string): readonly Annotation[] =>
  annotation.state
    .getAllAnnotations()
    .filter((one) => one.metadata?.referencedImageId === imageId && kinds[one.metadata?.toolName ?? ''] !== undefined);

const toMeasurement = (
  one: Annotation,
  imageId: string,
  header: Parameters<typeof calibrationOf>[0],
): Measurement | null => {
  const kind = kinds[one.metadata?.toolName ?? ''];
  const points = ((one.data.handles?.points ?? []) as Types.Point3[]).map((point) => toPixels(imageId, point));
  const calibration = calibrationOf(header);
  const [a, b] = points;
  if (kind === undefined || a === undefined || b === undefined) return null;
  if (kind === 'length' && calibration === null) return null;
  const value = kind === 'length' && calibration ? lengthOf([a, b], calibration) : angleOf(points, calibration);
  return {
    kind,
    points: points.map(([x, y]) => ({ x, y })),
    value: Math.round(value * 100) / 100,
    unit: kind === 'length' ? 'mm' : 'deg',
    calibration: kind === 'length' && calibration ? calibration.source : 'none-needed',
    label: kind,
  };
};

/** The measurements on the picture that a pane shows, ready to be saved; null when there are none. */
export const unsaved = (name: PaneName): { readonly study: string; readonly request: MeasurementsRequest } | null => {
  const shown = currentPicture(name);
  if (!shown) return null;
  const measurements = ofPicture(shown.imageId).flatMap((one) => toMeasurement(one, shown.imageId, shown.header) ?? []);
  if (measurements.length === 0) return null;
  const { seriesInstanceUid } = shown.stack.series;
  const request = { seriesInstanceUid, sopInstanceUid: shown.sopInstanceUid, frame: shown.frame, measurements };
  return { study: shown.stack.studyInstanceUid, request };
};

/** Removes the measurement that was made last on the picture of a pane. */
export const eraseLast = (name: PaneName): void => {
  const shown = currentPicture(name);
  const last = shown && ofPicture(shown.imageId).at(-1);
  if (!last?.annotationUID) return;
  annotation.state.removeAnnotation(last.annotationUID);
  engine().rendering.renderViewports([name]);
};
