/** From what the database knows of a person to the ledger that the statement is made of. */
import { type LatestEnquiry, type SourceRow, statedIdentifiers } from '../../db/index.ts';
import {
  covers,
  identifiersAt,
  isMeant,
  type KnownStudy,
  mentionText,
  type PersonPicture,
  questionsFor,
  readIdentifiers,
} from '../history/index.ts';
import type { Ledger, LedgerReports, LedgerSource, LedgerStudy, UnknownMention, VanishedStudy } from './ledger.ts';

export interface StudyRole {
  readonly role: LedgerStudy['role'];
  readonly label: string;
}

const worstFirst: readonly LedgerReports['outcome'][] = [
  'refused',
  'unreachable',
  'timed-out',
  'not-asked',
  'answered',
];

/** Where the person has no number of the source's own, there is nothing to ask for, and nothing to wait for. */
const reportsOf = (source: SourceRow, { records, reportEnquiries }: PersonPicture): LedgerReports | null => {
  const own = records.filter(({ issuer }) => issuer === source.issuer);
  if (source.fhir_url === null || own.length === 0) return null;
  const ended = own.map(({ id }) =>
    reportEnquiries.find((each) => each.patient_record_id === id && each.source_id === source.id),
  );
  const outcomes = ended.map((each) => each?.outcome ?? 'not-asked');
  const answers = ended.map((each) => each?.last_answered_at ?? null);
  const oldest = answers.some((at) => at === null) ? null : Math.min(...answers.map((at) => at?.getTime() ?? 0));
  return {
    outcome: worstFirst.find((outcome) => outcomes.includes(outcome)) ?? 'not-asked',
    lastAnsweredAt: oldest === null ? null : new Date(oldest),
  };
};

const refusals: Readonly<Record<string, NonNullable<LedgerSource['refusal']>>> = {
  'peer-denied': 'denied',
  'peer-misbehaved': 'unusable',
};

const refusalOf = (last: LatestEnquiry | undefined): Pick<LedgerSource, 'refusal'> => {
  const refusal = refusals[last?.error_code ?? ''];
  return refusal === undefined ? {} : { refusal };
};

const isUnaskable = (source: SourceRow, { records }: PersonPicture): boolean => {
  const { identifiers, demographics } = questionsFor(source, records);
  return identifiers.length + demographics.length === 0;
};

const awayOf = (source: SourceRow, { circuits }: PersonPicture): Pick<LedgerSource, 'away'> => {
  const circuit = circuits.find(({ source_id }) => source_id === source.id);
  return circuit === undefined || circuit.failures === 0 ? {} : { away: { since: circuit.last_success_at } };
};

const sourceOf = (source: SourceRow, picture: PersonPicture): LedgerSource => {
  const last: LatestEnquiry | undefined = picture.enquiries.find((each) => each.source_id === source.id);
  const wanted = identifiersAt(source, picture.records, statedIdentifiers);
  return {
    sourceId: source.id,
    siteName: source.site_name,
    sourceName: source.name,
    outcome: last?.outcome ?? (last?.asking_since ? 'asking' : 'not-asked'),
    ...refusalOf(last),
    ...(isUnaskable(source, picture) && { unaskable: true }),
    found: last?.found ?? null,
    askedAt: last?.asked_at ?? last?.asking_since ?? null,
    answeredAt: last?.answered_at ?? null,
    lastAnsweredAt: last?.last_answered_at ?? null,
    durationMs: last?.duration_ms ?? null,
    covers: covers(readIdentifiers(last?.last_answered_identifiers), wanted),
    reports: reportsOf(source, picture),
    ...awayOf(source, picture),
    from: source.covers_from,
    to: source.covers_to,
    modalities: source.modalities,
  };
};

/** The transfer that is furthest: one that runs says more than one that failed elsewhere. */
const transferOf = (study: KnownStudy): LedgerStudy['transfer'] => {
  const states = study.transfers.map(({ state, attempts }) => (state === 'queued' && attempts > 0 ? 'waiting' : state));
  return (
    (['running', 'queued', 'waiting', 'partial', 'failed', 'done'] as const).find((state) => states.includes(state)) ??
    null
  );
};

const seriesLabel = (series: KnownStudy['series'][number], position: number): string =>
  series.description ?? `${series.modality ?? 'Series'} ${position + 1}`;

export const toLedgerStudy = (study: KnownStudy, { role, label }: StudyRole): LedgerStudy => ({
  studyInstanceUid: study.studyInstanceUid,
  label,
  siteName: study.siteName,
  role,
  received: study.local?.instances ?? 0,
  series: study.series.map((series, position) => ({
    seriesInstanceUid: series.seriesInstanceUid,
    label: seriesLabel(series, position),
    received: series.received,
    claims: series.claims,
  })),
  copies: study.copies.map(({ sourceId, siteName, instances, uncounted, kind, gives }) => ({
    sourceId,
    siteName,
    claimed: instances,
    ...(uncounted && { uncounted }),
    kind,
    gives,
  })),
  announced: study.announced,
  transfer: transferOf(study),
  left: study.left,
  lastReceivedAt: study.local?.last_received_at ?? null,
});

const vanishedOf = (study: KnownStudy, { label }: StudyRole): VanishedStudy => ({
  studyInstanceUid: study.studyInstanceUid,
  label,
  siteNames: [...new Set(study.copies.map((copy) => copy.siteName))],
  since: new Date(Math.max(...study.copies.map((copy) => copy.vanishedAt?.getTime() ?? 0))),
});

/** Its source may have answered with half of what it has: what it said before is a witness still. */
const lostCopiesOf = (study: KnownStudy, { role, label }: StudyRole): VanishedStudy[] =>
  role === 'other'
    ? []
    : study.lost
        .filter(({ instances }) => instances === null || instances > (study.local?.instances ?? 0))
        .map(({ siteName, instances, vanishedAt }) => ({
          studyInstanceUid: study.studyInstanceUid,
          label,
          siteNames: [siteName],
          objects: instances,
          since: vanishedAt,
        }));

/** Of all records but the one that the person began with; where that went to somebody else, all but the oldest. */
const linksOf = ({ records }: PersonPicture): Ledger['links'] => {
  const first = records.find(({ method }) => method === 'own') ?? records[0];
  return records
    .filter((record) => record !== first)
    .map(({ method, score }) => ({ decided: method === 'manual', score }));
};

const unknownMentions = (picture: PersonPicture, roles: ReadonlyMap<string, StudyRole>): UnknownMention[] => {
  const known = [...picture.studies, ...picture.vanished];
  return picture.mentions.flatMap((mention) => {
    const role = roles.get(mention.studyInstanceUid);
    // What the report of a study that does not matter compares with does not matter either.
    if (role === undefined || role.role === 'other' || known.some((study) => isMeant(mention, study))) return [];
    return [{ studyInstanceUid: mention.studyInstanceUid, label: role.label, mentioned: mentionText(mention) }];
  });
};

/** `roleOf` says which study is current and which priors the ranking flags; a study without a role is left out. */
export const readLedger = (picture: PersonPicture, roleOf: (study: KnownStudy) => StudyRole | undefined): Ledger => {
  const roles = new Map<string, StudyRole>();
  const rolesOf = (studies: readonly KnownStudy[]): (readonly [KnownStudy, StudyRole])[] =>
    studies.flatMap((study) => {
      const role = roleOf(study);
      if (role === undefined) return [];
      roles.set(study.studyInstanceUid, role);
      return [[study, role] as const];
    });
  const studies = rolesOf(picture.studies);
  return {
    sources: picture.sources.map((source) => sourceOf(source, picture)),
    studies: studies.map(([study, role]) => toLedgerStudy(study, role)),
    vanished: [
      ...rolesOf(picture.vanished)
        .filter(([, { role }]) => role === 'flagged')
        .map(([study, role]) => vanishedOf(study, role)),
      ...studies.flatMap(([study, role]) => lostCopiesOf(study, role)),
    ],
    mentions: unknownMentions(picture, roles),
    links: linksOf(picture),
    hidden: picture.hidden,
  };
};
