/** C-MOVE (PS3.4 C.4.2): the source sends to our own DICOM door; what came is counted there, not here. */
import { Dataset, tags, uids } from '@throughline/dicom';
import type { Association } from '@throughline/dimse';
import { connectTo, type DimseSettings, findInstances, translateDimse } from './dimse-find.ts';
import { type FetchEvents, type FetchPace, type FetchRequest, type FetchResult, PeerError } from './peer.ts';
import { type WantedSeries, wantedOf } from './wanted.ts';

const moveContext = {
  abstractSyntax: uids.StudyRootQueryRetrieveInformationModelMove,
  transferSyntaxes: [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian],
};

const identifierOf = (study: string, series: WantedSeries): Dataset => {
  const dataset = new Dataset()
    .set(tags.QueryRetrieveLevel, series.whole ? 'SERIES' : 'IMAGE')
    .set(tags.StudyInstanceUID, study)
    .set(tags.SeriesInstanceUID, series.seriesInstanceUid);
  if (!series.whole)
    dataset.set(
      tags.SOPInstanceUID,
      series.instances.map((instance) => instance.sopInstanceUid),
    );
  return dataset;
};

const moveSeries = async (
  association: Association,
  settings: DimseSettings,
  { studyInstanceUid, maxInstances }: FetchRequest,
  series: WantedSeries,
  onProgress: () => void,
): Promise<number> => {
  const steps = association.move({
    sopClassUid: moveContext.abstractSyntax,
    identifier: identifierOf(studyInstanceUid, series),
    destination: settings.callingAeTitle,
  });
  let failed = 0;
  for await (const step of steps) {
    failed = step.failed;
    // A source that moves more than there is goes round in circles (H22).
    if (step.completed + step.warning + step.failed > series.instances.length + maxInstances)
      throw new PeerError('misbehaved', 'The source moves more objects than it listed');
    onProgress();
  }
  return failed;
};

/** The same series in portions, each as large as the pace allows when its turn comes. */
async function* portionsOf(
  wanted: readonly WantedSeries[],
  pace: FetchPace | undefined,
  signal: AbortSignal,
): AsyncGenerator<WantedSeries> {
  if (pace === undefined) {
    yield* wanted;
    return;
  }
  for (const series of wanted)
    for (let at = 0; at < series.instances.length; ) {
      const instances = series.instances.slice(at, at + pace.portion());
      at += instances.length;
      yield { ...series, instances, whole: instances.length === series.instances.length && series.whole };
      await pace.paid(signal);
    }
}

export const moveStudy = async (
  settings: DimseSettings,
  request: FetchRequest,
  events: FetchEvents,
  signal: AbortSignal,
): Promise<FetchResult> => {
  const listed = await findInstances(settings, request.studyInstanceUid, signal);
  let association: Association | undefined;
  try {
    association = await connectTo(settings, [moveContext], signal);
    let failed = 0;
    for await (const series of portionsOf(wantedOf(listed, request), events.pace, signal))
      failed += await moveSeries(association, settings, request, series, events.onProgress);
    await association.release();
    return { failed, faults: 0 };
  } catch (error) {
    association?.abort();
    if (signal.aborted) throw new PeerError('cancelled', 'The fetch was ended here', error);
    throw translateDimse(error);
  }
};
