/** A study for the viewer: its series in order, each image with only what a viewport needs. */
import { type Manifest, manifestAttributes } from '@throughline/contract';
import type { DicomJson } from '@throughline/dicom';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { bySeries, listInstances, type ServedInstance, seriesHeaders } from '../retrieve/index.ts';
import { inDisplayOrder, numbersOf } from './display-order.ts';
import { whatIsNotDrawn } from './drawable.ts';

type ManifestSeries = Manifest['series'][number];

const compact = (header: DicomJson): DicomJson =>
  Object.fromEntries(manifestAttributes.flatMap((tag) => (header[tag] === undefined ? [] : [[tag, header[tag]]])));

const first = (json: DicomJson, tag: string): string => String(json[tag]?.Value?.[0] ?? '');

const frameFacts = (json: DicomJson): ManifestSeries['instances'][number] => ({
  sopInstanceUid: first(json, '00080018'),
  sopClassUid: first(json, '00080016'),
  instanceNumber: numbersOf(json, '00200013')[0] ?? null,
  rows: numbersOf(json, '00280010')[0] ?? 0,
  columns: numbersOf(json, '00280011')[0] ?? 0,
  frames: numbersOf(json, '00280008')[0] ?? 1,
});

const manifestSeries = (instances: readonly ServedInstance[], text: Buffer): ManifestSeries => {
  const [first] = instances;
  const headers = inDisplayOrder(JSON.parse(text.toString('utf8')) as readonly DicomJson[]);
  const drawn = headers.filter((header) => header['00280010'] !== undefined);
  const what = first === undefined ? null : whatIsNotDrawn(first.sop_class_uid, first.transfer_syntax_uid);
  return {
    seriesInstanceUid: first?.series_instance_uid ?? '',
    seriesNumber: first?.series_number ?? null,
    modality: first?.modality ?? null,
    description: first?.series_description ?? null,
    notDrawn: what ?? (drawn.length === 0 ? 'No pictures' : null),
    instances: (what === null ? drawn : headers).map(frameFacts),
    metadata: what === null ? drawn.map(compact) : [],
  };
};

/** The largest series shows most of the study; localisers are small. Its middle shows more than its edge. */
const firstOf = (series: readonly ManifestSeries[]): Manifest['first'] => {
  const frames = (one: ManifestSeries): number => one.instances.reduce((sum, image) => sum + image.frames, 0);
  const drawn = series.filter((one) => one.notDrawn === null);
  const best = drawn.toSorted((a, b) => b.instances.length - a.instances.length || frames(b) - frames(a))[0];
  const middle = best?.instances[best.instances.length >> 1];
  if (best === undefined || middle === undefined) return null;
  const frame = best.instances.length === 1 ? (middle.frames >> 1) + 1 : 1;
  return { seriesInstanceUid: best.seriesInstanceUid, sopInstanceUid: middle.sopInstanceUid, frame };
};

export const getManifest = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
): Promise<Manifest> => {
  const instances = await listInstances(context, principal, { studyInstanceUid });
  const series = await Promise.all(
    bySeries(instances).map(async (one) => manifestSeries(one, await seriesHeaders(context, principal, one))),
  );
  return { studyInstanceUid, series, first: firstOf(series) };
};
