/** C-GET (PS3.4 C.4.3): the objects come over the association that asks. */
import { Dataset, encodeFileMeta, tags, uids } from '@throughline/dicom';
import { type Association, type IncomingInstance, Status } from '@throughline/dimse';
import { connectTo, type DimseSettings, findInstances, translateDimse } from './dimse-find.ts';
import { type FetchEvents, type FetchRequest, type FetchResult, PeerError } from './peer.ts';
import { type WantedSeries, wantedOf } from './wanted.ts';

const SOP_CLASSES_AT_ONCE = 5;
const UIDS_AT_ONCE = 500;
/** "Out of resources" (PS3.4 B.2.3): the peer counts the sub-operation as failed and goes on. */
const FAILED = 0xa700;

/** Each in a presentation context of its own: a provider must send an object as it has it, in a context for just that. */
const transferSyntaxes: readonly string[] = [
  uids.ExplicitVRLittleEndian,
  uids.ImplicitVRLittleEndian,
  uids.JPEGBaseline8Bit,
  uids.JPEGExtended12Bit,
  uids.JPEGLosslessSV1,
  uids.JPEGLossless,
  uids.JPEGLSLossless,
  uids.JPEGLSNearLossless,
  uids.JPEG2000Lossless,
  uids.JPEG2000,
  uids.RLELossless,
  uids.HTJ2KLossless,
  uids.HTJ2KLosslessRPCL,
  uids.HTJ2K,
  uids.DeflatedExplicitVRLittleEndian,
  uids.ExplicitVRBigEndian,
  uids.MPEG2MPML,
  uids.MPEG4HP41,
  uids.MPEG4HP41BD,
  uids.HEVCMP51,
];

const getContext = {
  abstractSyntax: uids.StudyRootQueryRetrieveInformationModelGet,
  transferSyntaxes: [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian],
};

const contextsFor = (sopClasses: readonly string[]) => [
  getContext,
  ...sopClasses.flatMap((abstractSyntax) =>
    transferSyntaxes.map((uid) => ({ abstractSyntax, transferSyntaxes: [uid], scpRole: true })),
  ),
];

const bodyOf = ({ sopClassUid, sopInstanceUid, transferSyntaxUid, data }: IncomingInstance, sourceAeTitle: string) => {
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid, sourceAeTitle });
  return {
    forEach: async (sink: (chunk: Uint8Array) => void | Promise<void>): Promise<void> => {
      await sink(meta);
      await data.forEach(sink);
    },
    async *[Symbol.asyncIterator]() {
      yield meta;
      yield* data;
    },
  };
};

const drain = (data: IncomingInstance['data']): Promise<void> => data.forEach((_chunk) => {});

interface Round {
  readonly settings: DimseSettings;
  readonly request: FetchRequest;
  readonly events: FetchEvents;
  readonly wanted: ReadonlySet<string>;
  readonly result: { failed: number; faults: number };
}

/** What was not asked for is read to its end and forgotten (H20). */
const receive = async (round: Round, incoming: IncomingInstance): Promise<number> => {
  const { settings, events, wanted, result } = round;
  if (!wanted.has(incoming.sopInstanceUid)) {
    result.faults += 1;
    await drain(incoming.data);
    return Status.Success;
  }
  const { sopInstanceUid } = incoming;
  const outcome = await events.onObject({ sopInstanceUid, body: bodyOf(incoming, settings.calledAeTitle) });
  if (outcome === 'failed') result.failed += 1;
  events.onProgress();
  return outcome === 'taken' ? Status.Success : FAILED;
};

const imageIdentifier = (study: string, series: string, instances: readonly string[]): Dataset =>
  new Dataset()
    .set(tags.QueryRetrieveLevel, 'IMAGE')
    .set(tags.StudyInstanceUID, study)
    .set(tags.SeriesInstanceUID, series)
    .set(tags.SOPInstanceUID, instances);

const getObjects = async (
  association: Association,
  round: Round,
  seriesInstanceUid: string,
  instances: readonly string[],
): Promise<void> => {
  const before = round.result.failed;
  const answer = await association.get({
    sopClassUid: getContext.abstractSyntax,
    identifier: imageIdentifier(round.request.studyInstanceUid, seriesInstanceUid, instances),
    maxInstances: instances.length + UIDS_AT_ONCE,
    onStore: (incoming) => receive(round, incoming),
  });
  // What we refused, the peer counts too.
  round.result.failed = Math.max(round.result.failed, before + answer.failed);
};

/** One association for up to five SOP classes: 128 presentation contexts are the most there can be (PS3.8 9.3.2.2). */
const getClasses = async (
  round: Round,
  sopClasses: readonly string[],
  series: readonly WantedSeries[],
  signal: AbortSignal,
) => {
  const association = await connectTo(round.settings, contextsFor(sopClasses), signal);
  try {
    for (const { seriesInstanceUid, instances } of series) {
      const uidsOfClass = instances
        .filter((instance) => sopClasses.includes(instance.sopClassUid ?? ''))
        .map((instance) => instance.sopInstanceUid);
      for (let at = 0; at < uidsOfClass.length; at += UIDS_AT_ONCE)
        await getObjects(association, round, seriesInstanceUid, uidsOfClass.slice(at, at + UIDS_AT_ONCE));
    }
    await association.release();
  } catch (error) {
    association.abort();
    throw error;
  }
};

export const getStudy = async (
  settings: DimseSettings,
  request: FetchRequest,
  events: FetchEvents,
  signal: AbortSignal,
): Promise<FetchResult> => {
  const listed = await findInstances(settings, request.studyInstanceUid, signal);
  const series = wantedOf(listed, request);
  const instances = series.flatMap((each) => each.instances);
  if (instances.some((instance) => instance.sopClassUid === null))
    throw new PeerError('misbehaved', 'The source does not say of which SOP class its objects are');
  const result = { failed: 0, faults: 0 };
  const wanted = new Set(instances.map((instance) => instance.sopInstanceUid));
  const round: Round = { settings, request, events, wanted, result };
  const sopClasses = [...new Set(instances.map((instance) => instance.sopClassUid ?? ''))];
  try {
    for (let at = 0; at < sopClasses.length; at += SOP_CLASSES_AT_ONCE)
      await getClasses(round, sopClasses.slice(at, at + SOP_CLASSES_AT_ONCE), series, signal);
  } catch (error) {
    if (signal.aborted) throw new PeerError('cancelled', 'The fetch was ended here', error);
    throw translateDimse(error);
  }
  return result;
};
