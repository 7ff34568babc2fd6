/** C-GET and C-MOVE (PS3.4 C.4.2, C.4.3): what an identifier names, in the order it is stored, counted first. */
import {
  type Dataset,
  type DicomJson,
  type MatchQuery,
  type QueryLevel,
  type Tag,
  tags,
  tagToHex,
} from '@throughline/dicom';
import type {
  AssociationInfo,
  ContextOffer,
  MoveRequest,
  MoveRetrieval,
  OutgoingInstance,
  QueryRequest,
  Retrieval,
} from '@throughline/dimse';
import { Failure, fail } from '../../errors.ts';
import type { PatientIdDomain, Principal } from '../../features/access/index.ts';
import { type AdmittedCaller, findDestination } from '../../features/application-entities/index.ts';
import type { Context } from '../../features/context.ts';
import { searchHoldings } from '../../features/query/index.ts';
import {
  alternativeSyntaxes,
  listInstances,
  openDatasetAs,
  type ServedInstance,
} from '../../features/retrieve/index.ts';
import { askerNow } from './asker.ts';
import { levelOf, toQuery } from './identifier.ts';

type Caller = AssociationInfo<AdmittedCaller>;

/** of a search; as many pages as there are */
const PAGE = 1000;
const MOST_CONTEXTS = 128;
/** Studies that are listed at once: until all are counted the peer hears nothing (PS3.7 9.1.3.1.6). */
const TOGETHER = 8;

const uniqueKey: Readonly<Record<QueryLevel, Tag>> = {
  patient: tags.PatientID,
  study: tags.StudyInstanceUID,
  series: tags.SeriesInstanceUID,
  instance: tags.SOPInstanceUID,
};

const textOf = (found: DicomJson, tag: Tag): string[] => {
  const value = found[tagToHex(tag)]?.Value?.[0];
  return typeof value === 'string' ? [value] : [];
};

/**
 * The studies that hold what is asked for; a request need not name them at the levels below (relational retrieval). One that
 * names a patient beside them is of the studies of that patient only (PS3.4 C.4.2.2.1).
 */
const studiesOf = async (
  context: Context,
  caller: Caller,
  query: MatchQuery,
  identifier: Dataset,
): Promise<string[]> => {
  const named = identifier.strings(tags.StudyInstanceUID);
  if (named.length > 0 && identifier.string(tags.PatientID) === undefined) return named;
  const level = query.level === 'patient' ? 'study' : query.level;
  const asked = { ...query, level, include: [tags.StudyInstanceUID], limit: PAGE };
  const studies = new Set<string>();
  let after: string | undefined;
  do {
    const page = { ...asked, ...(after !== undefined && { after }) };
    const { results, next } = await searchHoldings(context, caller.principal.principal, page);
    for (const found of results) for (const uid of textOf(found, tags.StudyInstanceUID)) studies.add(uid);
    after = next;
  } while (after !== undefined);
  return [...studies];
};

const listStudy = async (
  context: Context,
  studyInstanceUid: string,
  receiver: Principal,
): Promise<readonly ServedInstance[]> => {
  try {
    return await listInstances(context, receiver, { studyInstanceUid }, 'instancesTransferred');
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return [];
    throw error;
  }
};

const only = (identifier: Dataset, tag: Tag): ((uid: string) => boolean) => {
  const wanted = new Set(identifier.strings(tag));
  return (uid) => wanted.size === 0 || wanted.has(uid);
};

/** @param signal fires when nobody waits any more: what was found until then is given, and none of it will be sent */
const namedInstances = async (
  context: Context,
  caller: Caller,
  request: QueryRequest,
  signal: AbortSignal,
  receiver: Principal = caller.principal.principal,
): Promise<readonly ServedInstance[]> => {
  const { sopClassUid, identifier } = request;
  const level = levelOf(sopClassUid, identifier);
  // A retrieval without its unique key would be of everything (PS3.4 C.4.2.2.1).
  if (identifier.string(uniqueKey[level]) === undefined)
    fail('identifier-mismatch', 'The unique key of the level is absent.');
  for (const key of Object.values(uniqueKey))
    if (identifier.strings(key).some((value) => /[*?]/.test(value)))
      fail('identifier-mismatch', 'A unique key of a retrieval has no wildcards.');
  const inSeries = only(identifier, tags.SeriesInstanceUID);
  const isInstance = only(identifier, tags.SOPInstanceUID);
  const found: ServedInstance[] = [];
  const studies = [...(await studiesOf(context, caller, toQuery(sopClassUid, identifier), identifier))];
  while (studies.length > 0 && !signal.aborted) {
    const listed = await Promise.all(studies.splice(0, TOGETHER).map((study) => listStudy(context, study, receiver)));
    for (const instance of listed.flat())
      if (inSeries(instance.series_instance_uid) && isInstance(instance.sop_instance_uid)) found.push(instance);
  }
  return found;
};

const outgoing = (context: Context, instance: ServedInstance): OutgoingInstance => ({
  sopClassUid: instance.sop_class_uid,
  sopInstanceUid: instance.sop_instance_uid,
  transferSyntaxUid: instance.transfer_syntax_uid,
  alternatives: alternativeSyntaxes(instance),
  open: (transferSyntaxUid, signal) => openDatasetAs(context, instance, transferSyntaxUid, signal),
});

export const getInstances = async (
  context: Context,
  caller: Caller,
  request: QueryRequest,
  signal: AbortSignal,
): Promise<Retrieval> => {
  const instances = await namedInstances(context, await askerNow(context, caller), request, signal);
  return { count: instances.length, instances: instances.values().map((instance) => outgoing(context, instance)) };
};

/** A context for each pair of SOP class and stored transfer syntax, and one for the plain forms of each class. */
const offersFor = (instances: readonly ServedInstance[]): readonly ContextOffer[] => {
  const offers = new Map<string, ContextOffer>();
  for (const instance of instances) {
    const { sop_class_uid: abstractSyntax, transfer_syntax_uid: own } = instance;
    offers.set(`${abstractSyntax} ${own}`, { abstractSyntax, transferSyntaxes: [own] });
    const others = alternativeSyntaxes(instance);
    if (others.length > 0)
      offers.set(`${abstractSyntax} plain ${own}`, { abstractSyntax, transferSyntaxes: [...others] });
  }
  return [...offers.values()].slice(0, MOST_CONTEXTS);
};

/** The caller finds and answers for it; the patient is told as the destination knows them. */
const receiverOf = (caller: Caller, destination: PatientIdDomain | undefined): Principal => {
  const { domain: _, ...principal } = caller.principal.principal;
  return { ...principal, ...(destination && { domain: destination }) };
};

export const moveInstances = async (
  context: Context,
  association: Caller,
  request: MoveRequest,
  signal: AbortSignal,
): Promise<MoveRetrieval> => {
  const caller = await askerNow(context, association);
  const { domain, ...target } = await findDestination(context, caller.principal.principal, request.destination.trim());
  const instances = await namedInstances(context, caller, request, signal, receiverOf(caller, domain));
  return {
    count: instances.length,
    instances: instances.values().map((instance) => outgoing(context, instance)),
    target: { ...target, contexts: offersFor(instances) },
  };
};
