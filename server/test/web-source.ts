/** A source on DICOMweb that does as a test tells it: truthful unless told to lie, drop, delay or fail. */
import { createServer, type ServerResponse } from 'node:http';
import { Dataset, type DicomJson, Part10Reader, tags, toJson } from '@throughline/dicom';
import { newBoundary, writeMultipart } from '@throughline/dicomweb';

interface Held {
  readonly bytes: Uint8Array;
  readonly dataset: Dataset;
}

export interface Behaviour {
  /** Waits this long before every answer, milliseconds. */
  delayMs?: number;
  /** Answers every question with this status. */
  status?: number;
  /** What it says a study or series has, given what it has. */
  claim?: (count: number) => number;
  /** It gives no more studies than this, and does not say so. */
  most?: number;
  /** The value that it wants in the header Authorization. */
  authorization?: string;
  /** Wild cards mean nothing to it. */
  literal?: boolean;
  /** What it sends when an object is fetched; null: the connection is dropped in the middle. */
  send?: (bytes: Uint8Array, sopInstanceUid: string) => Uint8Array | null;
}

export interface WebSource {
  readonly dicomwebUrl: string;
  readonly behaviour: Behaviour;
  readonly questions: string[];
  add(...objects: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

const studyTags = [
  tags.StudyInstanceUID,
  tags.StudyDate,
  tags.StudyDescription,
  tags.PatientName,
  tags.PatientID,
  tags.PatientBirthDate,
  tags.PatientSex,
];
const seriesTags = [tags.StudyInstanceUID, tags.SeriesInstanceUID, tags.Modality];
const instanceTags = [...seriesTags, tags.SOPInstanceUID, tags.SOPClassUID];

const pick = (from: Dataset, wanted: readonly number[]): Dataset => {
  const picked = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192');
  for (const tag of wanted) picked.set(tag, from.string(tag) ?? []);
  return picked;
};

const uidOf = ({ dataset }: Held, tag: number): string => dataset.string(tag) ?? '';

const grouped = (held: readonly Held[], tag: number): Held[][] => [
  ...Map.groupBy(held, (object) => uidOf(object, tag)).values(),
];

const inDays = (date: string | undefined, range: string | null): boolean => {
  if (range === null) return true;
  const [from = '', to = from] = range.split('-');
  return date !== undefined && date >= from && date <= to;
};

const matchesName = (dataset: Dataset, pattern: string | null): boolean =>
  pattern === null ||
  new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(
    dataset.string(tags.PatientName) ?? '',
  );

export const startWebSource = async (behaviour: Behaviour = {}): Promise<WebSource> => {
  const held: Held[] = [];
  const questions: string[] = [];
  const claim = (count: number): number => behaviour.claim?.(count) ?? count;
  const studies = (query: URLSearchParams): DicomJson[] => {
    const asked = (tag: string): string | null => query.get(tag);
    const mine = held.filter(
      ({ dataset }) =>
        (asked('00100020') ?? dataset.string(tags.PatientID)) === dataset.string(tags.PatientID) &&
        (asked('00100030') ?? dataset.string(tags.PatientBirthDate)) === dataset.string(tags.PatientBirthDate) &&
        inDays(dataset.string(tags.StudyDate), asked('00080020')) &&
        (behaviour.literal
          ? (asked('00100010') ?? dataset.string(tags.PatientName)) === dataset.string(tags.PatientName)
          : matchesName(dataset, asked('00100010'))),
    );
    const found = grouped(mine, tags.StudyInstanceUID).slice(0, behaviour.most ?? Number.POSITIVE_INFINITY);
    return found.map((objects) =>
      toJson(
        pick(objects[0]?.dataset ?? new Dataset(), studyTags)
          .set(tags.ModalitiesInStudy, [...new Set(objects.map((object) => uidOf(object, tags.Modality)))])
          .set(tags.NumberOfStudyRelatedSeries, grouped(objects, tags.SeriesInstanceUID).length)
          .set(tags.NumberOfStudyRelatedInstances, claim(objects.length)),
      ),
    );
  };
  const series = (study: string): DicomJson[] =>
    grouped(
      held.filter((object) => uidOf(object, tags.StudyInstanceUID) === study),
      tags.SeriesInstanceUID,
    ).map((objects) =>
      toJson(
        pick(objects[0]?.dataset ?? new Dataset(), seriesTags).set(
          tags.NumberOfSeriesRelatedInstances,
          claim(objects.length),
        ),
      ),
    );
  const inSeries = (uid: string) => held.filter((object) => uidOf(object, tags.SeriesInstanceUID) === uid);
  const sendObjects = async (response: ServerResponse, objects: readonly Held[]): Promise<void> => {
    const boundary = newBoundary();
    response.setHeader('content-type', `multipart/related; type="application/dicom"; boundary=${boundary}`);
    const parts = (function* () {
      for (const object of objects) {
        const body = behaviour.send ? behaviour.send(object.bytes, uidOf(object, tags.SOPInstanceUID)) : object.bytes;
        if (body === null) throw new Error('dropped');
        yield { contentType: 'application/dicom', body };
      }
    })();
    for await (const chunk of writeMultipart(boundary, parts)) response.write(chunk);
    response.end();
  };
  const answer = async (url: URL, response: ServerResponse, authorization: string | undefined): Promise<void> => {
    const [, study = '', , seriesUid, , instance] = url.pathname.replace(/^\/dicom-web\//, '').split('/');
    const what = url.pathname.split('/').at(-1);
    questions.push(url.pathname);
    if (behaviour.delayMs) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs));
    if (behaviour.authorization !== undefined && behaviour.authorization !== authorization)
      return void response.writeHead(401).end();
    if (behaviour.status) return void response.writeHead(behaviour.status).end();
    const json = (value: unknown) =>
      void response.setHeader('content-type', 'application/dicom+json').end(JSON.stringify(value));
    if (what === 'studies') return json(url.searchParams.get('offset') === '0' ? studies(url.searchParams) : []);
    if (what === 'series') return json(series(study));
    if (what === 'instances')
      return json(inSeries(seriesUid ?? '').map((object) => toJson(pick(object.dataset, instanceTags))));
    const wanted = inSeries(seriesUid ?? '').filter(
      (object) => instance === undefined || uidOf(object, tags.SOPInstanceUID) === instance,
    );
    return sendObjects(response, wanted);
  };
  const server = createServer((request, response) => {
    answer(new URL(request.url ?? '/', 'http://source'), response, request.headers.authorization).catch(() =>
      response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    dicomwebUrl: `http://127.0.0.1:${port}/dicom-web`,
    behaviour,
    questions,
    add: async (...objects) => {
      for (const bytes of objects) {
        const reader = new Part10Reader({ keep: 'header' });
        await reader.write(bytes);
        held.push({ bytes, dataset: (await reader.end()).dataset });
      }
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
