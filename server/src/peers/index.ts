import { askInParts, countedByListing, withoutCounts } from './dialects.ts';
import { type DicomwebSettings, listInstances, retrieveStudy, searchSeries, searchStudies } from './dicomweb-peer.ts';
import { type DimseSettings, findInstances, findSeries, findStudies } from './dimse-find.ts';
import { getStudy } from './dimse-get.ts';
import { moveStudy } from './dimse-move.ts';
import type { FhirSettings } from './fhir-search.ts';
import { searchImagingSeries, searchImagingStudies } from './fhir-studies.ts';
import { type Peer, PeerError, type PeerSettings } from './peer.ts';

export { boundedFetch } from './bounded-fetch.ts';
export { type CastHub, isCastAddress, joinCastHub } from './cast-hub.ts';
export { reportCommitment } from './dimse-commitment.ts';
export { listHeld, openSender, type Sender } from './dimse-store.ts';
export { type DocumentStatus, publishDocument, setDocumentStatus } from './document-recipient.ts';
export { searchReports } from './fhir-reports.ts';
export type { FhirSettings } from './fhir-search.ts';
export { beginSignIn, finishSignIn, type Identified, type ProviderSettings, readFhir } from './identity-provider.ts';
export * from './peer.ts';
export { probePeer } from './probe.ts';
export { probeEcho } from './probe-dimse.ts';
export { passedAll } from './probe-step.ts';
export { isAskable } from './questions.ts';
export { listHeldOnWeb, openStowSender } from './stow-store.ts';

const dimseOf = (settings: PeerSettings, callingAeTitle: string): DimseSettings => {
  const { host, port, aeTitle, timeoutMs, tls, credentials, dialect } = settings;
  if (host === null || port === null || aeTitle === null)
    throw new PeerError('misbehaved', 'The source has no DICOM address');
  // What is to be reached over TLS is never asked in the clear.
  if (tls === 'none') throw new PeerError('unreachable', 'There is no certificate for DICOM over TLS');
  return {
    host,
    port,
    calledAeTitle: aeTitle,
    callingAeTitle,
    timeoutMs,
    ...(tls && { tls }),
    ...(credentials && { credentials }),
    ...(dialect && { dialect }),
  };
};

const webOf = ({ dicomwebUrl, timeoutMs, credentials, dialect }: PeerSettings): DicomwebSettings => {
  if (dicomwebUrl === null) throw new PeerError('misbehaved', 'The source has no DICOMweb address');
  return { baseUrl: dicomwebUrl, timeoutMs, ...(credentials && { credentials }), ...(dialect && { dialect }) };
};

const fhirOf = ({ fhirUrl, timeoutMs, credentials }: PeerSettings): FhirSettings => {
  if (!fhirUrl) throw new PeerError('misbehaved', 'The source has no FHIR address');
  return { baseUrl: fhirUrl, timeoutMs, ...(credentials && { credentials }) };
};

interface Asking extends Pick<Peer, 'ask' | 'askSeries'> {
  /** The objects of each series; undefined where the protocol has no such list. */
  readonly list: Parameters<typeof countedByListing>[1] | undefined;
}

const plainAsking = (settings: PeerSettings, own: string): Asking => {
  switch (settings.queryBy) {
    case 'qido':
      return {
        ask: (question, signal) => searchStudies(webOf(settings), question, signal),
        askSeries: (study, signal) => searchSeries(webOf(settings), study, signal),
        list: (study, signal) => listInstances(webOf(settings), study, signal),
      };
    case 'c-find':
      return {
        ask: (question, signal) => findStudies(dimseOf(settings, own), question, signal),
        askSeries: (study, signal) => findSeries(dimseOf(settings, own), study, signal),
        list: (study, signal) => findInstances(dimseOf(settings, own), study, signal),
      };
    case 'fhir':
      return {
        ask: (question, signal) => searchImagingStudies(fhirOf(settings), question, signal),
        askSeries: (study, signal) => searchImagingSeries(fhirOf(settings), study, signal),
        list: undefined,
      };
  }
};

const asking = (settings: PeerSettings, own: string): Pick<Peer, 'ask' | 'askSeries'> => {
  const { counts, mostAnswers } = settings.dialect ?? {};
  const { ask, askSeries, list } = plainAsking(settings, own);
  const whole = mostAnswers === undefined ? ask : askInParts(ask, mostAnswers);
  return counts === 'by-listing' && list !== undefined
    ? { ask: withoutCounts(whole), askSeries: countedByListing(askSeries, list) }
    : { ask: whole, askSeries };
};

const fetching = (settings: PeerSettings, own: string): Peer['fetch'] => {
  switch (settings.retrieveBy) {
    case 'wado':
      return (request, events, signal) => retrieveStudy(webOf(settings), request, events, signal);
    case 'c-get':
      return (request, events, signal) => getStudy(dimseOf(settings, own), request, events, signal);
    case 'c-move':
      return (request, events, signal) => moveStudy(dimseOf(settings, own), request, events, signal);
    case 'none':
      return () => Promise.reject(new PeerError('refused', 'The source gives no images by itself'));
  }
};

/** The source as its settings say that it is spoken to; `ownAeTitle` is what we call ourselves. */
export const peerOf = (settings: PeerSettings, ownAeTitle: string): Peer => ({
  ...asking(settings, ownAeTitle),
  fetch: fetching(settings, ownAeTitle),
});
