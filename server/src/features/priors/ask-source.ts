/** One enquiry: asks one source about a person, judges what it says, keeps it, and records how it ended. */
import {
  consistentCounts,
  endSilence,
  hastenTransfers,
  type MemberRow,
  nextProbe,
  noteSilence,
  type OpenedEnquiry,
  openEnquiry,
  passCircuit,
  type SettledOutcome,
  type SourceRow,
  settleEnquiry,
} from '../../db/index.ts';
import type { ErrorCode } from '../../errors.ts';
import { type Answer, type Peer, PeerError, type PeerStudy, peerLimits } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Identifier, type Questions, questionsFor } from '../history/index.ts';
import { peerOfSource } from '../sources/index.ts';
import { announceSources } from './announce.ts';
import { askAgainAfter } from './back-off.ts';
import { keepAnswer, keepSeries } from './keep-answer.ts';
import { ofSamePerson, type PlacedPatient, placeAnswer } from './place-answer.ts';
import { endOfFailed, noteReachability } from './reachability.ts';

export interface Enquiry {
  readonly gatheringId: string;
  readonly personId: string;
  readonly source: SourceRow;
  readonly records: readonly MemberRow[];
}

export interface EnquiryResult {
  readonly outcome: SettledOutcome | 'not-asked';
  /** Others who wait for this source, now that it answers. */
  readonly waiting: readonly string[];
}

/** A person rarely has more studies at one source than this; beyond, series are asked for only where counts are missing. */
const SERIES_FOR_ALL = 60;
const SERIES_AT_ONCE = 3;

interface Asking extends Enquiry {
  readonly context: Context;
  readonly principal: Principal;
  readonly peer: Pick<Peer, 'ask' | 'askSeries'>;
  readonly signal: AbortSignal;
  readonly at: Date;
  readonly asked: Identifier[];
  faults: number;
  readonly placed: Map<string, PlacedPatient>;
}

const place = async (asking: Asking, answer: Answer): Promise<void> => {
  const { context, principal, source, records } = asking;
  asking.faults += answer.faults;
  for (const patient of await placeAnswer(context, principal, source, records, answer.studies)) {
    const before = asking.placed.get(patient.patientRecordId);
    const studies = new Map(
      [...(before?.studies ?? []), ...patient.studies].map((study) => [study.studyInstanceUid, study]),
    );
    asking.placed.set(patient.patientRecordId, { ...patient, studies: [...studies.values()] });
  }
};

const askByIdentifier = async (asking: Asking, identifier: Identifier): Promise<void> => {
  await place(asking, await asking.peer.ask({ by: 'identifier', patientId: identifier.id }, asking.signal));
  asking.asked.push(identifier);
};

const ownPlaced = async ({ context, principal, records, placed }: Asking): Promise<readonly PlacedPatient[]> => {
  const anchor = records[0]?.id ?? '';
  const same = await ofSamePerson(context, principal, anchor, [...placed.keys()]);
  return [...placed.values()].filter((patient) => same.recordIds.has(patient.patientRecordId));
};

/** A person who was found by name is then asked for by identifier: the source may spell the name in several ways. */
const askFoundByIdentifier = async (asking: Asking): Promise<number> => {
  const own = await ownPlaced(asking);
  for (const { identifier } of own) {
    const isAsked = asking.asked.some((each) => each.id === identifier.id);
    if (identifier.issuer === asking.source.issuer && !isAsked) await askByIdentifier(asking, identifier);
  }
  return own.length;
};

const askAll = async (asking: Asking, { identifiers, demographics }: Questions): Promise<void> => {
  for (const identifier of identifiers) await askByIdentifier(asking, identifier);
  for (const [turn, question] of demographics.entries()) {
    try {
      await place(asking, await asking.peer.ask(question, asking.signal));
    } catch (error) {
      // Many archives refuse a search without a name; the narrow question was answered.
      const isRefusal = error instanceof PeerError && (error.kind === 'refused' || error.kind === 'misbehaved');
      if (turn === 0 || !isRefusal) throw error;
    }
    if ((await askFoundByIdentifier(asking)) > 0) return;
  }
};

type Counts = ReadonlyMap<string, number>;

/** A study of which the source says what it said before is not asked for series again. */
const needsSeries = (study: PeerStudy, all: number, before: Counts): boolean => {
  if (study.instanceCount === null) return true;
  return all <= SERIES_FOR_ALL && before.get(study.studyInstanceUid) !== study.instanceCount;
};

const askSeries = async (asking: Asking, studies: readonly PeerStudy[], before: Counts): Promise<void> => {
  const { context, principal, source, peer, signal } = asking;
  const queue = studies.filter((study) => needsSeries(study, studies.length, before));
  const work = async (): Promise<void> => {
    for (let study = queue.shift(); study !== undefined; study = queue.shift()) {
      const series = await peer.askSeries(study.studyInstanceUid, signal);
      await keepSeries(context, principal, source, study.studyInstanceUid, series);
    }
  };
  await Promise.all(Array.from({ length: SERIES_AT_ONCE }, work));
};

interface Ending {
  readonly outcome: SettledOutcome;
  readonly found: number | null;
  readonly errorCode: ErrorCode | null;
}

const ask = async (asking: Asking, questions: Questions): Promise<Ending> => {
  const { context, principal, source, records, at } = asking;
  await askAll(asking, questions);
  const askedRecords = records.filter((record) =>
    asking.asked.some((each) => each.issuer === record.issuer && each.id === record.patient_id),
  );
  const placed = [...asking.placed.values()];
  const uids = placed.flatMap((patient) => patient.studies.map((study) => study.studyInstanceUid));
  const before = await context.db.tenant(principal.tenantId, (trx) => consistentCounts(trx, source.id, uids));
  await keepAnswer(
    context,
    principal,
    source,
    placed,
    askedRecords.map((record) => record.id),
    at,
  );
  const own = (await ownPlaced(asking)).flatMap((patient) => patient.studies);
  await askSeries(asking, own, before);
  return { outcome: own.length > 0 ? 'found' : 'none', found: own.length, errorCode: null };
};

const failed = ({ context, source }: Asking, error: unknown): Ending => {
  const [outcome, errorCode] = endOfFailed(error);
  const why = error instanceof PeerError ? error.message : undefined;
  context.log.info({ source: source.name, outcome, why }, 'a source did not answer');
  return { outcome, found: null, errorCode };
};

/** Nobody waits for the time-out of a source that is known to be away; what it owes is noted, and it is said to be silent. */
const resting: Ending = { outcome: 'unreachable', found: null, errorCode: 'peer-resting' };

/** Whether it may be asked is looked at when the question is noted down. */
const open = (
  { db }: Context,
  { tenantId }: Principal,
  { personId, gatheringId, source }: Enquiry,
  identifiers: Questions['identifiers'],
  at: Date,
): Promise<{ readonly opened: OpenedEnquiry; readonly mayAsk: boolean }> =>
  db.tenant(tenantId, async (trx) => {
    const question = { personId, gatheringId, sourceId: source.id, identifiers, askedAt: at };
    const opened = await openEnquiry(trx, tenantId, question);
    const mayAsk = await passCircuit(trx, source.id, at, source.timeout_ms * (peerLimits.patience + 1));
    return { opened, mayAsk };
  });

const settle = async (asking: Asking, opened: OpenedEnquiry, ending: Ending): Promise<readonly string[]> => {
  const { context, principal, source, records } = asking;
  const answeredAt = context.clock();
  let hasChanged = false;
  const waiting = await context.db.tenant(principal.tenantId, async (trx) => {
    await settleEnquiry(trx, opened, { ...ending, identifiers: asking.asked, faults: asking.faults, answeredAt });
    await recordAudit(trx, principal, {
      event: 'query',
      action: 'E',
      outcome: ending.errorCode === null ? 'success' : 'serious',
      ...(records[0] && { patientRecordId: records[0].id }),
      detail: { source: source.name, outcome: ending.outcome, found: ending.found, faults: asking.faults },
    });
    const { personId } = asking;
    hasChanged = await noteReachability(trx, principal, source, ending.errorCode, answeredAt);
    if (ending.errorCode === null) {
      const waiting = await endSilence(trx, personId, source.id, answeredAt);
      // It is back: what waited for its next try there need not wait longer.
      if (waiting !== undefined) await hastenTransfers(trx, source.id, answeredAt);
      return waiting ?? [];
    }
    const probeAt = await nextProbe(trx, source.id);
    const wait = (failures: number): number =>
      probeAt === null ? askAgainAfter(failures) : Math.max(0, probeAt.getTime() - answeredAt.getTime());
    await noteSilence(trx, principal.tenantId, { personId, sourceId: source.id, at: answeredAt }, wait);
    return [];
  });
  if (hasChanged) announceSources(context, principal.tenantId);
  return waiting;
};

/** Settings that cannot be used, such as credentials without their key, are a failure of the question, not of the gathering. */
const lazyPeer = (make: () => Peer): Pick<Peer, 'ask' | 'askSeries'> => ({
  ask: async (question, signal) => make().ask(question, signal),
  askSeries: async (study, signal) => make().askSeries(study, signal),
});

/** Never throws for what the source does; throws when the gathering is ended here. */
export const askSource = async (
  context: Context,
  principal: Principal,
  enquiry: Enquiry,
  signal: AbortSignal,
): Promise<EnquiryResult> => {
  const questions = questionsFor(enquiry.source, enquiry.records);
  // Nothing that could be asked is no answer: the statement says "not asked".
  if (questions.identifiers.length + questions.demographics.length === 0) return { outcome: 'not-asked', waiting: [] };
  const at = context.clock();
  const { opened, mayAsk } = await open(context, principal, enquiry, questions.identifiers, at);
  const peer = lazyPeer(() => peerOfSource(context, enquiry.source));
  const asking: Asking = { ...enquiry, context, principal, peer, signal, at, asked: [], faults: 0, placed: new Map() };
  const ending = !mayAsk ? resting : await ask(asking, questions).catch((error: unknown) => failed(asking, error));
  return { outcome: ending.outcome, waiting: await settle(asking, opened, ending) };
};
