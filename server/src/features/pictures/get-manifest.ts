/** A study for the viewer: its series in order, each image with only what a viewport needs. */
import { type Manifest, manifestAttributes } from '@throughline/contract';
import type { DicomJson } from '@throughline/dicom';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { bySeries, listInstances, type ServedInstance, seriesHeaders } from '../retrieve/index.ts';
import { inDisplayOrder, numbersOf } from './display-order.ts';
import { type HowShown, howShown } from './drawable.ts';

type ManifestSeries = Manifest['series'][number];

const compact = (header: DicomJson): DicomJson =>
  Object.fromEntries(manifestAttributes.flatMap((tag) => (header[tag] === undefined ? [] : [[tag, header[tag]]])));

const first = (json: DicomJson, tag: string): string => String(json[tag]?.Value?.[0] ?? '');

const uidIn = (json: DicomJson): string => first(json, '00080018');

/** Until when the last group of channels of a waveform goes on, from the beginning of the acquisition (PS3.3 C.10.8). */
const secondsOf = (json: DicomJson): number | null => {
  const groups = (json['54000100']?.Value ?? []) as readonly DicomJson[];
  const ends = groups.map((group) => {
    const milliseconds = numbersOf(group, '00181068')[0] ?? 0;
    return milliseconds / 1000 + (numbersOf(group, '003A0010')[0] ?? 0) / (numbersOf(group, '003A001A')[0] ?? 1);
  });
  const known = ends.filter((end) => Number.isFinite(end) && end > 0);
  return known.length === 0 ? null : Math.max(...known);
};

const frameFacts = (json: DicomJson): ManifestSeries['instances'][number] => ({
  sopInstanceUid: uidIn(json),
  sopClassUid: first(json, '00080016'),
  instanceNumber: numbersOf(json, '00200013')[0] ?? null,
  rows: numbersOf(json, '00280010')[0] ?? 0,
  columns: numbersOf(json, '00280011')[0] ?? 0,
  frames: numbersOf(json, '00280008')[0] ?? 1,
  title: first(json, '00420010') || null,
  seconds: secondsOf(json),
});

const howOf = ({ sop_class_uid, transfer_syntax_uid }: ServedInstance): HowShown =>
  howShown({ sopClassUid: sop_class_uid, transferSyntaxUid: transfer_syntax_uid });

interface Kind {
  readonly how: HowShown;
  readonly instances: readonly ServedInstance[];
}

/** The objects of a series by how they are shown: an endoscopy may hold its film and its stills in one. */
const kindsOf = (series: readonly ServedInstance[]): readonly Kind[] =>
  [...Map.groupBy(series, (one) => howOf(one).name).values()].flatMap((instances) =>
    instances.slice(0, 1).map((first) => ({ how: howOf(first), instances })),
  );

const manifestSeries = ({ how, instances }: Kind, ofSeries: readonly DicomJson[]): ManifestSeries => {
  const [first] = instances;
  const own = new Set(instances.map(({ sop_instance_uid }) => sop_instance_uid));
  const headers = inDisplayOrder(ofSeries.filter((header) => own.has(uidIn(header))));
  const drawn = headers.filter((header) => header['00280010'] !== undefined);
  const isPictures = how.shownAs === 'pictures';
  const empty = isPictures && drawn.length === 0;
  return {
    seriesInstanceUid: first?.series_instance_uid ?? '',
    seriesNumber: first?.series_number ?? null,
    modality: first?.modality ?? null,
    description: first?.series_description ?? null,
    notDrawn: empty ? 'No pictures' : how.shownAs === null ? how.name : null,
    shownAs: empty ? null : how.shownAs,
    kind: how.name,
    instances: (isPictures ? drawn : headers).map(frameFacts),
    metadata: isPictures ? drawn.map(compact) : [],
  };
};

/** The largest series shows most of the study; localisers are small. Its middle shows more than its edge. */
const firstOf = (series: readonly ManifestSeries[]): Manifest['first'] => {
  const frames = (one: ManifestSeries): number => one.instances.reduce((sum, image) => sum + image.frames, 0);
  const drawn = series.filter((one) => one.shownAs === 'pictures');
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
  const kinds = await Promise.all(
    bySeries(instances).map(async (one) => {
      const headers = JSON.parse((await seriesHeaders(context, principal, one)).toString('utf8'));
      return kindsOf(one).map((kind) => manifestSeries(kind, headers as readonly DicomJson[]));
    }),
  );
  const series = kinds.flat();
  return { studyInstanceUid, series, first: firstOf(series) };
};
