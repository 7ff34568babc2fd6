import type { Manifest } from '@throughline/contract';
import { type Header, numbersOf } from './calibration.ts';
import { type Plane, planeOf } from './geometry.ts';

type Series = Manifest['series'][number];

/** A series as a viewport shows it: one picture a frame. */
export interface Stack {
  readonly studyInstanceUid: string;
  readonly series: Series;
  readonly imageIds: readonly string[];
  /** The header that each picture belongs to. */
  readonly headers: readonly Header[];
  /** Where each picture lies in the patient. */
  readonly planes: readonly (Plane | null)[];
  readonly frameOfReferenceUid: string | null;
  readonly start: number;
  /** Frames a second when it is a film, else null. */
  readonly framesPerSecond: number | null;
}

const speedOf = (header: Header | undefined, frames: number): number | null => {
  if (header === undefined || frames < 2) return null;
  const [milliseconds] = numbersOf(header, '00181063');
  const [rate] = [...numbersOf(header, '00082144'), ...numbersOf(header, '00180040')];
  return milliseconds ? 1000 / milliseconds : (rate ?? 15);
};

/** Null when its objects do not agree on one. */
const frameOfReferenceOf = (headers: readonly Header[]): string | null => {
  const uids = new Set(headers.map((header) => (header['00200052'] as { Value?: readonly string[] })?.Value?.[0]));
  const [uid] = uids;
  return uids.size === 1 && uid ? uid : null;
};

export const drawnSeries = (manifest: Manifest): readonly Series[] =>
  manifest.series.filter((series) => series.shownAs === 'pictures' && series.instances.length > 0);

export const stackOf = (manifest: Manifest, series: Series): Stack => {
  const { studyInstanceUid } = manifest;
  const imageIds: string[] = [];
  const headers: Header[] = [];
  const planes: (Plane | null)[] = [];
  let start = -1;
  for (const [at, instance] of series.instances.entries()) {
    const header = series.metadata[at] ?? {};
    const base = `wadors:${location.origin}/dicom-web/studies/${studyInstanceUid}/series/${series.seriesInstanceUid}/instances/${instance.sopInstanceUid}/frames/`;
    const { first } = manifest;
    if (first?.sopInstanceUid === instance.sopInstanceUid) start = imageIds.length + first.frame - 1;
    for (let frame = 1; frame <= Math.max(1, instance.frames); frame += 1) {
      imageIds.push(`${base}${frame}`);
      headers.push(header);
      planes.push(planeOf(header, frame));
    }
  }
  return {
    studyInstanceUid,
    series,
    imageIds,
    headers,
    planes,
    frameOfReferenceUid: frameOfReferenceOf(headers),
    start: start < 0 ? imageIds.length >> 1 : start,
    framesPerSecond: speedOf(headers[0], series.instances[0]?.frames ?? 1),
  };
};

/** The number of the frame that a picture is. */
export const frameNumberOf = (imageId: string): number => Number(/\/frames\/(\d+)$/.exec(imageId)?.[1] ?? 1);

/** The series that is hung first. */
export const firstSeries = (manifest: Manifest): Series | undefined => {
  const drawn = drawnSeries(manifest);
  return drawn.find((series) => series.seriesInstanceUid === manifest.first?.seriesInstanceUid) ?? drawn[0];
};

/** True when both show the same pictures in the same order. */
export const sameStack = (a: Stack, b: Stack): boolean =>
  a.imageIds.length === b.imageIds.length && a.imageIds.every((imageId, at) => imageId === b.imageIds[at]);

/** All of a list, nearest to one place first. */
export const outwards = <T>(list: readonly T[], from: number): T[] =>
  list
    .map((value, at) => ({ value, distance: Math.abs(at - from) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ value }) => value);

/** How many pictures a series has: the frames of all its instances. */
export const pictureCount = (series: Series): number =>
  series.instances.reduce((sum, instance) => sum + Math.max(1, instance.frames), 0);
