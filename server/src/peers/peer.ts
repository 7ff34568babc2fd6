/** How a feature reaches another system: it asks, and it fetches. Which protocol that takes is known only in this folder. */

import type { TlsFiles } from '../tls-files.ts';

/** What a source says of a study and of whose it is: cleaned and bounded, but still only its claim. */
export interface PeerStudy {
  readonly studyInstanceUid: string;
  readonly patient: PeerPatient;
  readonly studyDate: string | null;
  readonly studyTime: string | null;
  readonly accessionNumber: string | null;
  readonly accessionIssuer: string | null;
  readonly description: string | null;
  readonly modalities: readonly string[];
  readonly bodyPart: string | null;
  readonly laterality: string | null;
  readonly patientAge: string | null;
  readonly procedureCode: string | null;
  readonly reasonForExam: string | null;
  readonly institution: string | null;
  /** Null: the source did not say. */
  readonly seriesCount: number | null;
  readonly instanceCount: number | null;
  /** (0008,0201), e.g. "+0200"; null: the source did not say. */
  readonly timezoneOffset: string | null;
}

export interface PeerPatient {
  readonly id: string;
  /** Null: the source did not say; then it is the source's own. */
  readonly issuer: string | null;
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly otherIds: readonly { readonly issuer: string; readonly id: string }[];
}

export interface PeerSeries {
  readonly seriesInstanceUid: string;
  readonly modality: string | null;
  readonly description: string | null;
  readonly bodyPart: string | null;
  readonly laterality: string | null;
  readonly instanceCount: number | null;
}

export interface PeerInstance {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string | null;
}

/** Absent parts are left open. */
export type Question = (
  | { readonly by: 'identifier'; readonly patientId: string }
  | {
      readonly by: 'demographics';
      /** One word of the family name: studies whose patient's name has it anywhere. */
      readonly family?: string;
      /** The component group that the word is of (PS3.5 6.2.1.1); absent: the first. */
      readonly group?: 'ideographic' | 'phonetic';
      readonly birthDate: string;
      readonly sex?: 'M' | 'F';
    }
) & {
  /** Studies of these days only, YYYYMMDD, both included. */
  readonly days?: { readonly from: string; readonly to: string };
};

export interface Answer {
  readonly studies: readonly PeerStudy[];
  /** Answers that were dropped: not about what was asked, or not well-formed. */
  readonly faults: number;
  /** All that came, before anything was dropped or found to be there twice. */
  readonly given: number;
}

/** What a source does otherwise than the Standard says; what it is for is in the contract's `sourceDialect`. */
export interface Dialect {
  readonly wildcards?: 'any' | 'trailing' | 'none' | undefined;
  readonly names?: 'as-written' | 'upper-case' | undefined;
  readonly keys?: 'all' | 'basic' | undefined;
  readonly counts?: 'as-said' | 'by-listing' | undefined;
  readonly mostAnswers?: number | undefined;
}

/** Said to a source that asks who we are. */
export type PeerCredentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** An object as it comes: Part 10 bytes, once. What it is called is the peer's claim, when there is one. */
export interface PeerObject {
  readonly sopInstanceUid: string | undefined;
  /** The series that it was asked for as part of. */
  readonly seriesInstanceUid?: string;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface FetchRequest {
  readonly studyInstanceUid: string;
  /** What we hold already, by series: left out as far as the peer's protocol can. */
  readonly held: ReadonlyMap<string, ReadonlySet<string>>;
  /** More objects than this are not taken. */
  readonly maxInstances: number;
}

/** How fast objects may be asked for where the source itself sends them and we cannot read slowly (C-MOVE). */
export interface FetchPace {
  /** How many objects the next request may name. */
  readonly portion: () => number;
  /** Resolves when what came of the last request is paid for. @throws when the signal says so */
  readonly paid: (signal: AbortSignal) => Promise<void>;
}

export interface FetchEvents {
  /** Absent: as fast as the source sends. */
  readonly pace?: FetchPace;
  /**
   * Takes one object and resolves when it is safe, was refused, or failed: it does not throw for a bad object. Must read the
   * body to its end or fail. Not called when objects come through our own door (C-MOVE).
   */
  readonly onObject: (object: PeerObject) => Promise<ObjectOutcome>;
  /** The peer says that something has come through; counts are its own. */
  readonly onProgress: () => void;
}

export type ObjectOutcome = 'taken' | 'failed';

export interface FetchResult {
  /** Objects that the peer said it could not send, or that we could not take. */
  readonly failed: number;
  /** Things that the peer sent and nobody had asked for. */
  readonly faults: number;
}

export interface Peer {
  /** All studies that the source lists for the question. @throws PeerError */
  ask(question: Question, signal: AbortSignal): Promise<Answer>;
  /** The series of one study. @throws PeerError */
  askSeries(studyInstanceUid: string, signal: AbortSignal): Promise<readonly PeerSeries[]>;
  /** Brings the objects of a study that we do not hold. @throws PeerError when it ended before its end */
  fetch(request: FetchRequest, events: FetchEvents, signal: AbortSignal): Promise<FetchResult>;
}

/** A report as a source tells it: one version of it, under the name that the source gives it. */
export interface PeerReport {
  readonly key: string;
  readonly studyInstanceUid: string | undefined;
  readonly accessionNumber: string | undefined;
  readonly title: string;
  readonly status: 'preliminary' | 'final' | 'corrected' | 'addended' | 'cancelled';
  /** digits of a DICOM DT */
  readonly reportedAt: string | undefined;
  readonly author: string | undefined;
  readonly sections: readonly { readonly heading: string; readonly text: string }[];
}

/** How one end of the wire is reached. */
export interface PeerSettings {
  readonly aeTitle: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly dicomwebUrl: string | null;
  /** Base of its FHIR service, where it tells of reports, and of studies when it is asked for them by FHIR. */
  readonly fhirUrl?: string | null;
  readonly queryBy: 'qido' | 'c-find' | 'fhir';
  /** `none`: it lists studies, and gives them to nobody. */
  readonly retrieveBy: 'wado' | 'c-get' | 'c-move' | 'none';
  readonly timeoutMs: number;
  /** Associations go over TLS, with these; `none`: we have no certificate, so there is no association. */
  readonly tls?: TlsFiles | 'none';
  readonly credentials?: PeerCredentials;
  readonly dialect?: Dialect;
}

/**
 * - `refused`: it answered and said no
 * - `unreachable`: there was no connection, or it ended before the answer did
 * - `timed-out`: it did not answer in time
 * - `misbehaved`: what it sent breaks the protocol
 * - `cancelled`: we ended it
 */
export type PeerErrorKind = 'refused' | 'unreachable' | 'timed-out' | 'misbehaved' | 'cancelled';

export class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly kind: PeerErrorKind;
  /** Of `refused`: it does not let us in, whatever we ask. Somebody has to mend our credentials, or our rights there. */
  readonly denied: boolean;

  constructor(kind: PeerErrorKind, message: string, cause?: unknown, denied = false) {
    super(message, { cause });
    this.kind = kind;
    this.denied = denied;
  }
}

export const peerLimits = {
  studies: 2_000,
  series: 2_000,
  instances: 50_000,
  /** The whole of one question may take this many times the time-out for its parts. */
  patience: 4,
} as const;
