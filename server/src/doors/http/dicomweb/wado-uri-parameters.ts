/** The query parameters of WADO-URI (PS3.18 9.1.2, 9.4.1.2, 9.5.1.2). */
import { transferSyntax } from '@throughline/dicom';
import { fail } from '../../../errors.ts';
import type { RenderOptions } from '../../../features/retrieve/index.ts';
import { largestSide, numberOf, one, type Query } from './rendered-parameters.ts';

export const wadoUriPath = '/wado';

export const wadoUriParameters = [
  'requestType',
  'studyUID',
  'seriesUID',
  'objectUID',
  'contentType',
  'charset',
  'anonymize',
  'transferSyntax',
  'annotation',
  'rows',
  'columns',
  'region',
  'windowCenter',
  'windowWidth',
  'frameNumber',
  'imageQuality',
  'presentationSeriesUID',
  'presentationUID',
] as const;

type Name = (typeof wadoUriParameters)[number];

const uid = (query: Query, name: Name): string | undefined => {
  const text = one(query, name);
  if (text === undefined) return undefined;
  return text.length <= 64 && /^\d+(\.\d+)*$/.test(text) ? text : fail('bad-request', `${name} is not a UID.`);
};

const requiredUid = (query: Query, name: Name): string =>
  uid(query, name) ?? fail('bad-request', `${name} is missing.`);

const whole = (query: Query, name: Name, most: number): number | undefined => {
  const text = one(query, name);
  if (text === undefined) return undefined;
  const value = numberOf(text, name);
  const good = Number.isInteger(value) && value >= 1 && value <= most;
  return good ? value : fail('bad-request', `${name} is a whole number from 1 to ${most}.`);
};

export interface WadoUri {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly contentType: string | undefined;
  readonly transferSyntaxUid: string | undefined;
  readonly frame: number | undefined;
  readonly presentation: { readonly seriesInstanceUid: string; readonly sopInstanceUid: string } | undefined;
}

const presentationOf = (query: Query): WadoUri['presentation'] => {
  const [series, state] = [uid(query, 'presentationSeriesUID'), uid(query, 'presentationUID')];
  if (series === undefined && state === undefined) return undefined;
  return series !== undefined && state !== undefined
    ? { seriesInstanceUid: series, sopInstanceUid: state }
    : fail('bad-request', 'presentationSeriesUID and presentationUID go together.');
};

const syntaxOf = (query: Query): string | undefined => {
  const named = uid(query, 'transferSyntax');
  if (named === undefined || transferSyntax(named) !== undefined) return named;
  return fail('not-acceptable', 'transferSyntax is not known.');
};

/** What is asked for; refuses what is not of the standard's form, and what is not done. */
export const wadoUriOf = (query: Query): WadoUri => {
  for (const name of wadoUriParameters) one(query, name);
  if (one(query, 'requestType') !== 'WADO') fail('bad-request', 'requestType is WADO.');
  if (one(query, 'anonymize') !== undefined) fail('not-acceptable', 'Objects are not anonymised here.');
  return {
    studyInstanceUid: requiredUid(query, 'studyUID'),
    seriesInstanceUid: requiredUid(query, 'seriesUID'),
    sopInstanceUid: requiredUid(query, 'objectUID'),
    contentType: one(query, 'contentType'),
    transferSyntaxUid: syntaxOf(query),
    frame: whole(query, 'frameNumber', 2 ** 31),
    presentation: presentationOf(query),
  };
};

const windowOf = (query: Query): Pick<RenderOptions, 'window'> => {
  const [centre, width] = [one(query, 'windowCenter'), one(query, 'windowWidth')];
  if (centre === undefined && width === undefined) return {};
  if (centre === undefined || width === undefined) fail('bad-request', 'windowCenter and windowWidth go together.');
  const window = { centre: numberOf(centre, 'windowCenter'), width: numberOf(width, 'windowWidth') };
  if (window.width < 1) fail('bad-request', 'windowWidth is at least 1.');
  return { window: { ...window, shape: 'LINEAR' } };
};

/** `rows` and `columns` are the most there may be; the picture keeps its proportions (9.5.1.2.3). */
const boxOf = (query: Query): Pick<RenderOptions, 'box'> => {
  const [height, width] = [whole(query, 'rows', largestSide), whole(query, 'columns', largestSide)];
  if (height === undefined && width === undefined) return {};
  return { box: { width: width ?? largestSide, height: height ?? largestSide, enlarge: true } };
};

/** `xmin,ymin,xmax,ymax` as parts of the picture, from 0 to 1. */
const regionOf = (query: Query, size: { readonly rows: number; readonly columns: number }) => {
  const text = one(query, 'region');
  if (text === undefined) return {};
  const edges = text.split(',').map((part) => numberOf(part, 'region'));
  const [left = 0, top = 0, right = 0, bottom = 0] = edges;
  const inside = edges.length === 4 && edges.every((edge) => edge >= 0 && edge <= 1) && right > left && bottom > top;
  if (!inside) fail('bad-request', 'region is xmin,ymin,xmax,ymax, from 0 to 1.');
  const { rows, columns } = size;
  const part = {
    left: left * columns,
    top: top * rows,
    width: (right - left) * columns,
    height: (bottom - top) * rows,
  };
  return { region: part };
};

const annotationsOf = (query: Query): Pick<RenderOptions, 'annotations'> => {
  const names = one(query, 'annotation')?.split(',') ?? [];
  const known = (['patient', 'technique'] as const).filter((kind) => names.includes(kind));
  if (known.length !== new Set(names).size) fail('bad-request', 'annotation is patient, technique or both.');
  return names.length === 0 ? {} : { annotations: known };
};

const ofPictures = [
  ...(['annotation', 'rows', 'columns', 'region', 'windowCenter', 'windowWidth', 'imageQuality'] as const),
  ...(['presentationUID', 'presentationSeriesUID'] as const),
];

/** What is given as it was stored has no size, part, window or presentation state to choose. */
export const refusePictureParameters = (query: Query): void => {
  const asked = ofPictures.find((name) => one(query, name) !== undefined);
  if (asked !== undefined) fail('bad-request', `${asked} is of pictures: this object is given as it was stored.`);
};

/**
 * None of these is present where an object is asked for as application/dicom, but the quality of a transfer syntax that loses something
 * (PS3.18 9): a part or a window of an object would be another object.
 */
export const refuseParametersOfObject = (query: Query, transferSyntaxUid: string | undefined): void => {
  const lossy = transferSyntaxUid !== undefined && transferSyntax(transferSyntaxUid)?.lossy === true;
  const asked = [...ofPictures, 'frameNumber' as const]
    .filter((name) => name !== 'imageQuality' || !lossy)
    .find((name) => one(query, name) !== undefined);
  if (asked !== undefined) fail('bad-request', `${asked} is of pictures, not of application/dicom.`);
};

/** How the picture is to be, but for its media type. */
export const pictureOf = (
  query: Query,
  size: { readonly rows: number; readonly columns: number },
): Omit<RenderOptions, 'type'> => {
  const quality = whole(query, 'imageQuality', 100);
  return {
    ...windowOf(query),
    ...boxOf(query),
    ...regionOf(query, size),
    ...annotationsOf(query),
    ...(quality !== undefined && { quality }),
  };
};
