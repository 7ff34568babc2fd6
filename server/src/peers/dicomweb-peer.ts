/** QIDO-RS and WADO-RS (PS3.18 10.4, 10.6). */
import { type Dataset, type DicomJson, fromJson, type Tag, tagToHex } from '@throughline/dicom';
import { DicomwebClient, DicomwebError, type SearchQuery } from '@throughline/dicomweb';
import { answersQuestion, isElsewhere, readInstance, readSeries, readStudy } from './answers.ts';
import { patience } from './patience.ts';
import {
  type Answer,
  type Dialect,
  type FetchEvents,
  type FetchRequest,
  type FetchResult,
  type PeerCredentials,
  PeerError,
  type PeerInstance,
  type PeerSeries,
  type PeerStudy,
  peerLimits,
  type Question,
} from './peer.ts';
import { instanceKeys, type Key, seriesKeys, studyKeys } from './questions.ts';
import { type WantedSeries, wantedOf } from './wanted.ts';

export interface DicomwebSettings {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly credentials?: PeerCredentials;
  readonly dialect?: Dialect;
}

/** RFC 7617 and RFC 6750; the client follows no redirect, so they go nowhere else. */
export const authorisation = (credentials: PeerCredentials | undefined): Readonly<Record<string, string>> => {
  if (credentials === undefined) return {};
  if (credentials.kind === 'bearer') return { authorization: `Bearer ${credentials.token}` };
  const { user, password } = credentials;
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}` };
};

const PAGE = 1_000;
/** A server may give fewer than asked for: from this many on, it is asked whether there are more. */
const MAYBE_MORE = 20;

const kinds = {
  'bad-request': 'misbehaved',
  'too-large': 'misbehaved',
  refused: 'refused',
  unreachable: 'unreachable',
  'timed-out': 'timed-out',
  protocol: 'misbehaved',
} as const;

/** Unauthorized and Forbidden (RFC 9110 15.5.2, 15.5.4). */
export const isDenial = (status: number | undefined): boolean => status === 401 || status === 403;

const translate = (error: unknown): PeerError => {
  if (error instanceof PeerError) return error;
  if (error instanceof DicomwebError)
    return new PeerError(kinds[error.kind], error.message, error, isDenial(error.status));
  return new PeerError('misbehaved', 'The exchange with the source failed', error);
};

/** Null for a data set that cannot be read: the others are not worse for it. */
const datasetOf = (json: DicomJson): Dataset | null => {
  try {
    return fromJson(json);
  } catch {
    return null;
  }
};

const queryOf = (keys: readonly Key[], pathTags: readonly Tag[]): SearchQuery => ({
  match: Object.fromEntries(
    keys
      .filter(([tag, value]) => value !== '' && !pathTags.includes(tag))
      .map(([tag, value]) => [tagToHex(tag), value]),
  ),
  include: keys.filter(([, value]) => value === '').map(([tag]) => tag),
});

type Search = (query: SearchQuery) => Promise<DicomJson[]>;

/** All pages; `each` gives the name of an answer, by which the end is seen with servers that ignore the offset. */
const searchAll = async (
  search: Search,
  query: SearchQuery,
  most: number,
  each: (dataset: Dataset | null) => string | undefined,
): Promise<void> => {
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const page = await search({ ...query, limit: PAGE, offset });
    const before = seen.size;
    for (const json of page) {
      const name = each(datasetOf(json));
      if (name !== undefined) seen.add(name);
    }
    offset += page.length;
    if (offset > most) throw new PeerError('misbehaved', 'The source gives more answers than anybody has');
    if (page.length < MAYBE_MORE || seen.size === before) return;
  }
};

const withClient = async <T>(
  { baseUrl, timeoutMs, credentials }: DicomwebSettings,
  caller: AbortSignal,
  work: (client: DicomwebClient) => Promise<T>,
): Promise<T> => {
  const limit = patience(timeoutMs * peerLimits.patience, caller);
  try {
    return await work(
      new DicomwebClient({ baseUrl, timeoutMs, headers: authorisation(credentials), signal: limit.signal }),
    );
  } catch (error) {
    throw limit.judge(error, translate);
  }
};

export const searchStudies = (settings: DicomwebSettings, question: Question, signal: AbortSignal): Promise<Answer> =>
  withClient(settings, signal, async (client) => {
    const studies = new Map<string, PeerStudy>();
    let [faults, given] = [0, 0];
    const query = queryOf(studyKeys(question, settings.dialect), []);
    await searchAll(
      (page) => client.searchStudies(page),
      query,
      peerLimits.studies,
      (dataset) => {
        given += 1;
        const study = dataset ? readStudy(dataset) : undefined;
        if (study && answersQuestion(study, question)) studies.set(study.studyInstanceUid, study);
        else faults += 1;
        return study?.studyInstanceUid;
      },
    );
    return { studies: [...studies.values()], faults, given };
  });

const allSeries = async (client: DicomwebClient, study: string, dialect?: Dialect): Promise<readonly PeerSeries[]> => {
  const series = new Map<string, PeerSeries>();
  const keys = seriesKeys(study, dialect);
  const query = queryOf(keys, [keys[0]?.[0] ?? 0]);
  await searchAll(
    (page) => client.searchSeries(study, page),
    query,
    peerLimits.series,
    (dataset) => {
      const one = dataset ? readSeries(dataset) : undefined;
      if (dataset && one && !isElsewhere(dataset, { study })) series.set(one.seriesInstanceUid, one);
      return one?.seriesInstanceUid;
    },
  );
  return [...series.values()];
};

export const searchSeries = (
  settings: DicomwebSettings,
  study: string,
  signal: AbortSignal,
): Promise<readonly PeerSeries[]> =>
  withClient(settings, signal, (client) => allSeries(client, study, settings.dialect));

const allInstances = async (
  client: DicomwebClient,
  study: string,
  series: string,
  most: number,
  dialect?: Dialect,
): Promise<readonly PeerInstance[]> => {
  const instances = new Map<string, PeerInstance>();
  const keys = instanceKeys(study, series, dialect);
  const query = queryOf(
    keys,
    keys.slice(0, 2).map(([tag]) => tag),
  );
  await searchAll(
    (page) => client.searchInstances(study, series, page),
    query,
    most,
    (dataset) => {
      const one = dataset ? readInstance(dataset) : undefined;
      if (dataset && one && !isElsewhere(dataset, { study, series })) instances.set(one.sopInstanceUid, one);
      return one?.sopInstanceUid;
    },
  );
  return [...instances.values()];
};

/** The objects of a study by series, as the source lists them. */
export const listInstances = (settings: DicomwebSettings, study: string, signal: AbortSignal) =>
  withClient(settings, signal, async (client) => {
    const listed = new Map<string, readonly PeerInstance[]>();
    let left: number = peerLimits.instances;
    for (const { seriesInstanceUid } of await allSeries(client, study, settings.dialect)) {
      const instances = await allInstances(client, study, seriesInstanceUid, left, settings.dialect);
      listed.set(seriesInstanceUid, instances);
      left -= instances.length;
    }
    return listed;
  });

type Parts = ReturnType<DicomwebClient['retrieveSeries']>;

/** One answer of WADO-RS: as many objects as were asked for, and no more (H20). */
const takeParts = async (
  parts: Parts,
  { seriesInstanceUid, most }: { readonly seriesInstanceUid: string; readonly most: number },
  events: FetchEvents,
  result: { failed: number; faults: number },
) => {
  let taken = 0;
  for await (const { body } of parts) {
    taken += 1;
    if (taken > most) {
      result.faults += 1;
      throw new PeerError('misbehaved', 'The source sends more objects than it listed');
    }
    const outcome = await events.onObject({ sopInstanceUid: undefined, seriesInstanceUid, body });
    if (outcome === 'failed') result.failed += 1;
    events.onProgress();
  }
};

const retrieveWanted = async (
  client: DicomwebClient,
  study: string,
  { seriesInstanceUid, instances, whole }: WantedSeries,
  take: (parts: Parts, most: number) => Promise<void>,
): Promise<void> => {
  if (whole) return take(client.retrieveSeries(study, seriesInstanceUid), instances.length);
  for (const { sopInstanceUid } of instances)
    await take(client.retrieveInstance(study, seriesInstanceUid, sopInstanceUid), 1);
};

export const retrieveStudy = async (
  settings: DicomwebSettings,
  request: FetchRequest,
  events: FetchEvents,
  signal: AbortSignal,
): Promise<FetchResult> => {
  const listed = await listInstances(settings, request.studyInstanceUid, signal);
  const result = { failed: 0, faults: 0 };
  const { baseUrl, timeoutMs, credentials } = settings;
  const client = new DicomwebClient({ baseUrl, timeoutMs, headers: authorisation(credentials), signal });
  try {
    for (const series of wantedOf(listed, request))
      await retrieveWanted(client, request.studyInstanceUid, series, (parts, most) =>
        takeParts(parts, { seriesInstanceUid: series.seriesInstanceUid, most }, events, result),
      );
  } catch (error) {
    if (signal.aborted) throw new PeerError('cancelled', 'The fetch was ended here', error);
    throw translate(error);
  }
  return result;
};
