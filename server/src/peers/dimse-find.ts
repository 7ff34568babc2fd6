/** C-FIND at study, series and image level (PS3.4 C.4.1). */
import { Dataset, tags, uids } from '@throughline/dicom';
import { type Association, connect, DimseError } from '@throughline/dimse';
import type { TlsFiles } from '../tls-files.ts';
import { answersQuestion, isElsewhere, readInstance, readSeries, readStudy } from './answers.ts';
import { patience } from './patience.ts';
import {
  type Answer,
  type Dialect,
  type PeerCredentials,
  PeerError,
  type PeerInstance,
  type PeerSeries,
  type PeerStudy,
  peerLimits,
  type Question,
} from './peer.ts';
import { instanceKeys, type Key, seriesKeys, studyKeys } from './questions.ts';

export interface DimseSettings {
  readonly host: string;
  readonly port: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly timeoutMs: number;
  readonly tls?: TlsFiles;
  readonly credentials?: PeerCredentials;
  readonly dialect?: Dialect;
}

/** User identity negotiation (PS3.7 D.3.3.7): user name and passcode, or a JSON web token. */
const identityOf = ({ credentials }: DimseSettings) => {
  if (credentials === undefined) return {};
  const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
  const userIdentity =
    credentials.kind === 'basic'
      ? {
          type: 2,
          primary: utf8(credentials.user),
          secondary: utf8(credentials.password),
          positiveResponseRequested: false,
        }
      : { type: 5, primary: utf8(credentials.token), secondary: new Uint8Array(), positiveResponseRequested: false };
  return { userIdentity };
};

const dimseTimeouts = ({ timeoutMs }: DimseSettings) => ({
  connectMs: timeoutMs,
  associateMs: timeoutMs,
  stallMs: timeoutMs,
  writeMs: timeoutMs,
  releaseMs: Math.min(timeoutMs, 2_000),
});

const kinds = {
  refused: 'refused',
  unreachable: 'unreachable',
  'timed-out': 'timed-out',
  // The association went away under the question: there is no answer, and nobody said no.
  aborted: 'unreachable',
  protocol: 'misbehaved',
} as const;

/** Rejected-permanent (PS3.8 9.3.4), as an AE title or user that it does not know is; or not authorized (PS3.7 C.5.17). */
const isDenial = ({ rejection, status }: DimseError): boolean => rejection?.result === 1 || status === 0x0124;

export const translateDimse = (error: unknown): PeerError => {
  if (error instanceof PeerError) return error;
  if (error instanceof DimseError) return new PeerError(kinds[error.kind], error.message, error, isDenial(error));
  return new PeerError('misbehaved', 'The exchange with the source failed', error);
};

const plain = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];

type Level = 'STUDY' | 'SERIES' | 'IMAGE';

const identifierOf = (level: Level, keys: readonly Key[]): Dataset => {
  const dataset = new Dataset();
  if (keys.some(([, value]) => /[^\x20-\x7e]/.test(value))) dataset.set(tags.SpecificCharacterSet, 'ISO_IR 192');
  dataset.set(tags.QueryRetrieveLevel, level);
  for (const [tag, value] of keys) dataset.set(tag, value === '' ? [] : value);
  return dataset;
};

export const connectTo = (
  settings: DimseSettings,
  contexts: Parameters<typeof connect>[0]['contexts'],
  signal: AbortSignal,
): Promise<Association> =>
  connect({
    host: settings.host,
    port: settings.port,
    callingAeTitle: settings.callingAeTitle,
    calledAeTitle: settings.calledAeTitle,
    contexts,
    ...(settings.tls && { tls: settings.tls }),
    ...identityOf(settings),
    timeouts: dimseTimeouts(settings),
    signal,
  });

const findContext = { abstractSyntax: uids.StudyRootQueryRetrieveInformationModelFind, transferSyntaxes: plain };

/** One association for several queries; every match is given to `each`, which may stop by throwing. */
const withFinder = async <T>(
  settings: DimseSettings,
  caller: AbortSignal,
  work: (
    find: (level: Level, keys: readonly Key[], most: number, each: (match: Dataset) => void) => Promise<void>,
  ) => Promise<T>,
): Promise<T> => {
  const limit = patience(settings.timeoutMs * peerLimits.patience, caller);
  let association: Association | undefined;
  try {
    const open = await connectTo(settings, [findContext], limit.signal);
    association = open;
    const result = await work(async (level, keys, most, each) => {
      const matches = open.find({ sopClassUid: findContext.abstractSyntax, identifier: identifierOf(level, keys) });
      let seen = 0;
      for await (const match of matches) {
        seen += 1;
        if (seen > most) throw new PeerError('misbehaved', 'The source gives more answers than anybody has');
        each(match);
      }
    });
    await open.release();
    return result;
  } catch (error) {
    association?.abort();
    throw limit.judge(error, translateDimse);
  }
};

export const findStudies = (settings: DimseSettings, question: Question, signal: AbortSignal): Promise<Answer> =>
  withFinder(settings, signal, async (find) => {
    const studies = new Map<string, PeerStudy>();
    let [faults, given] = [0, 0];
    await find('STUDY', studyKeys(question, settings.dialect), peerLimits.studies, (match) => {
      given += 1;
      const study = readStudy(match);
      if (study && answersQuestion(study, question)) studies.set(study.studyInstanceUid, study);
      else faults += 1;
    });
    return { studies: [...studies.values()], faults, given };
  });

export const findSeries = (
  settings: DimseSettings,
  studyInstanceUid: string,
  signal: AbortSignal,
): Promise<readonly PeerSeries[]> =>
  withFinder(settings, signal, async (find) => {
    const series = new Map<string, PeerSeries>();
    await find('SERIES', seriesKeys(studyInstanceUid, settings.dialect), peerLimits.series, (match) => {
      const one = readSeries(match);
      if (one && !isElsewhere(match, { study: studyInstanceUid })) series.set(one.seriesInstanceUid, one);
    });
    return [...series.values()];
  });

/** The objects of a study by series, as the source lists them. */
export const findInstances = (
  settings: DimseSettings,
  studyInstanceUid: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly PeerInstance[]>> =>
  withFinder(settings, signal, async (find) => {
    const listed = new Map<string, PeerInstance[]>();
    await find('SERIES', seriesKeys(studyInstanceUid, settings.dialect), peerLimits.series, (match) => {
      const one = readSeries(match);
      if (one && !isElsewhere(match, { study: studyInstanceUid })) listed.set(one.seriesInstanceUid, []);
    });
    let left: number = peerLimits.instances;
    for (const [series, instances] of listed) {
      await find('IMAGE', instanceKeys(studyInstanceUid, series, settings.dialect), left, (match) => {
        const one = readInstance(match);
        if (one && !isElsewhere(match, { study: studyInstanceUid, series })) instances.push(one);
      });
      left -= instances.length;
    }
    return listed;
  });
