/** The site's DIMSE services: echo, find, get, move. */
import { createReadStream } from 'node:fs';
import { type Dataset, type MatchQuery, matchKey, tags, uids, vrOf } from '@throughline/dicom';
import { createDimseServer, type DimseServer, failure, type OutgoingInstance, Reject } from '@throughline/dimse';
import type { Archive, StoredObject } from './archive.ts';
import { objectsNamed, searchArchive } from './search.ts';

export interface Caller {
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
}

export interface DimseSiteOptions {
  readonly aeTitle: string;
  readonly callers: readonly Caller[];
  /** Waits before each object, so that a person can watch it arrive. */
  readonly pause: () => Promise<void>;
}

const plain = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];

const services = [
  uids.Verification,
  uids.PatientRootQueryRetrieveInformationModelFind,
  uids.StudyRootQueryRetrieveInformationModelFind,
  uids.PatientRootQueryRetrieveInformationModelGet,
  uids.StudyRootQueryRetrieveInformationModelGet,
  uids.PatientRootQueryRetrieveInformationModelMove,
  uids.StudyRootQueryRetrieveInformationModelMove,
];

const levels = { PATIENT: 'patient', STUDY: 'study', SERIES: 'series', IMAGE: 'instance' } as const;

const queryOf = (identifier: Dataset): MatchQuery => {
  const level = levels[(identifier.string(tags.QueryRetrieveLevel) ?? 'STUDY') as keyof typeof levels] ?? 'study';
  const keys = [...identifier.elements()]
    .filter(({ tag, kind }) => kind === 'value' && tag !== tags.QueryRetrieveLevel && tag !== tags.SpecificCharacterSet)
    .map(({ tag }) => matchKey(tag, vrOf(tag), identifier.strings(tag)));
  return { level, keys, include: [...identifier.elements()].map(({ tag }) => tag), fuzzy: false };
};

const outgoing = (object: StoredObject, pause: () => Promise<void>): OutgoingInstance => ({
  sopClassUid: object.sopClassUid,
  sopInstanceUid: object.sopInstanceUid,
  transferSyntaxUid: object.transferSyntaxUid,
  open: async function* () {
    await pause();
    yield* createReadStream(object.path, { start: object.datasetOffset });
  },
});

const contextsOf = (objects: readonly StoredObject[]) =>
  [...Map.groupBy(objects, (object) => object.sopClassUid)].map(([abstractSyntax, same]) => ({
    abstractSyntax,
    transferSyntaxes: [...new Set(same.map((object) => object.transferSyntaxUid))],
  }));

export const startDimse = (archive: Archive, options: DimseSiteOptions): DimseServer => {
  const named = (identifier: Dataset) => {
    const uid = new Set([
      tags.StudyInstanceUID,
      tags.SeriesInstanceUID,
      tags.SOPInstanceUID,
      tags.PatientID,
    ] as number[]);
    return objectsNamed(
      archive,
      queryOf(identifier).keys.filter((key) => uid.has(key.tag)),
    );
  };
  const sub = (objects: readonly StoredObject[]) => ({
    count: objects.length,
    instances: objects.map((object) => outgoing(object, options.pause)),
  });
  return createDimseServer({
    accept: (request) => {
      const caller = options.callers.find(({ aeTitle }) => aeTitle === request.callingAeTitle);
      if (caller === undefined) return { accept: false, ...Reject.CallingAeTitleNotRecognized };
      if (request.calledAeTitle !== options.aeTitle) return { accept: false, ...Reject.CalledAeTitleNotRecognized };
      const queries = services.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: plain }));
      const storage = contextsOf(archive.objects).map((context) => ({ ...context, scpRole: true }));
      return { accept: true, contexts: [...queries, ...storage], principal: caller };
    },
    handlers: {
      echo: () => ({ status: 0 }),
      find: async function* (_association, { identifier }) {
        for (const found of searchArchive(archive, queryOf(identifier))) {
          yield found.set(tags.QueryRetrieveLevel, identifier.string(tags.QueryRetrieveLevel) ?? 'STUDY');
        }
      },
      get: async (_association, { identifier }) => sub(named(identifier)),
      move: async (_association, { identifier, destination }) => {
        const target = options.callers.find(({ aeTitle }) => aeTitle === destination);
        if (target === undefined) throw failure(0xa801, 'Move destination unknown');
        const objects = named(identifier);
        return { ...sub(objects), target: { ...target, contexts: contextsOf(objects) } };
      },
    },
  });
};
