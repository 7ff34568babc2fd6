/** What can be asked for and matched at each level (PS3.4 C.6, PS3.18 10.6.1.2): the attribute, where it is kept, how it is told. */
import { keywordOf, type Tag, tags, tagToHex } from '@throughline/dicom';
import { type RawBuilder, sql } from 'kysely';
import { isSeriesServed, isStudyServed, type SearchLevel, samePerson } from '../../db/index.ts';

/**
 * `name`: by the keys kept of the patient's name; `person`: of anybody else, by the name itself, case and accents apart; `groups`: so,
 * each component group by itself, which no index helps with.
 */
type MatchKind = 'text' | 'uid' | 'name' | 'person' | 'groups' | 'date' | 'time' | 'number' | 'none';

export interface Attribute {
  readonly tag: Tag;
  readonly level: SearchLevel;
  readonly column: RawBuilder<unknown>;
  /** What a `person` and its `groups` are matched by: the name without case and accents. */
  readonly key?: RawBuilder<unknown>;
  readonly match: MatchKind;
  /** Given although nobody asked for it. */
  readonly always?: boolean;
  /** Computed for each row; only when asked for, or always at its own level. */
  readonly computed?: boolean;
  /** Left out when there is no value, as the Standard wants of those that not every object has. */
  readonly ifKnown?: boolean;
  /** Matched in, and told as part of, the items of this sequence: `column` is of an item r of its JSON. */
  readonly within?: { readonly sequence: Tag; readonly items: RawBuilder<unknown> };
  /** Of what a study is made of: matched when one of those parts has the value. `parts` is the rest of a query after `select`. */
  readonly oneOf?: { readonly parts: RawBuilder<unknown>; readonly value: RawBuilder<unknown> };
  /** Which part of the summary of its study it is: those are computed together. */
  readonly summary?: number;
}

/** The column of the summary in a row: modalities, number of series, number of instances; of what is served. */
export const STUDY_SUMMARY = 'study_summary';

export const studySummary = sql`(select jsonb_build_array(
    coalesce(jsonb_agg(distinct e.modality order by e.modality) filter (where e.modality is not null), '[]'), count(*), coalesce(sum(h.held), 0))
  from series e cross join lateral (
    select count(*) as held from instances x where x.tenant_id = e.tenant_id and x.series_id = e.id and x.served) h
  where e.tenant_id = st.tenant_id and e.study_id = st.id and h.held > 0)`;

const kept = (level: SearchLevel, tag: Tag, column: string, match: MatchKind, always = false): Attribute => ({
  level,
  tag,
  column: sql.ref(column),
  match,
  always,
});

const computed = (level: SearchLevel, tag: Tag, column: RawBuilder<unknown>, always = true): Attribute => ({
  level,
  tag,
  column,
  match: 'none',
  always,
  computed: true,
});

const summarised = (tag: Tag, summary: number): Attribute => ({
  ...computed('study', tag, sql`${studySummary} -> ${sql.lit(summary)}`),
  summary,
});

const servedSeriesOfStudy = sql`from series e where e.tenant_id = st.tenant_id and e.study_id = st.id and ${isSeriesServed('e')}`;
const instancesOfStudy = sql`from instances x join series e on e.tenant_id = x.tenant_id and e.id = x.series_id
  where e.tenant_id = st.tenant_id and e.study_id = st.id and x.served`;
const instancesOfSeries = sql`from instances x where x.tenant_id = se.tenant_id and x.series_id = se.id and x.served`;

/** How much there is of a patient (0020,1200), (0020,1202), (0020,1204): of what is served, in the studies of these records. */
const countsOfPatient = (isTheirs: RawBuilder<unknown>): readonly (readonly [Tag, RawBuilder<unknown>])[] => {
  const studies = sql`from studies st where st.tenant_id = p.tenant_id and ${isTheirs} and ${isStudyServed('st')}`;
  return [
    [tags.NumberOfPatientRelatedStudies, sql`(select count(*) ${studies})`],
    [
      tags.NumberOfPatientRelatedSeries,
      sql`(select coalesce(sum((select count(*) from series e
        where e.tenant_id = st.tenant_id and e.study_id = st.id and ${isSeriesServed('e')})), 0)::bigint ${studies})`,
    ],
    [
      tags.NumberOfPatientRelatedInstances,
      sql`(select coalesce(sum((select count(*) ${instancesOfStudy})), 0)::bigint ${studies})`,
    ],
  ];
};

/** The same of a person, whichever record they are filed under. */
export const countsOfPerson = countsOfPatient(sql`st.patient_record_id = any(${samePerson(sql.ref('p.id'))})`);

const always = true;

const requests = { sequence: tags.RequestAttributesSequence, items: sql.ref('se.requests') };

/** A key within Request Attributes Sequence (PS3.18 Table 10.6.1-5), kept in the DICOM JSON model. */
const requested = (tag: Tag): Attribute => ({
  level: 'series',
  tag,
  column: sql`r -> ${sql.lit(tagToHex(tag))} -> 'Value' ->> 0`,
  match: 'text',
  within: requests,
});

const attributes: readonly Attribute[] = [
  kept('patient', tags.PatientName, 'p.name', 'name', always),
  kept('patient', tags.PatientID, 'p.patient_id', 'text', always),
  kept('patient', tags.IssuerOfPatientID, 'p.issuer', 'text', always),
  // Of who asks, as the answer is told; the record alone has none.
  computed('patient', tags.OtherPatientIDsSequence, sql`null`, false),
  kept('patient', tags.PatientBirthDate, 'p.birth_date', 'date', always),
  kept('patient', tags.PatientSex, 'p.sex', 'text', always),
  ...countsOfPatient(sql`st.patient_record_id = p.id`).map(([tag, count]) => computed('patient', tag, count, false)),

  kept('study', tags.StudyInstanceUID, 'st.study_instance_uid', 'uid', always),
  kept('study', tags.StudyDate, 'st.study_date', 'date', always),
  kept('study', tags.StudyTime, 'st.study_time', 'time', always),
  kept('study', tags.AccessionNumber, 'st.accession_number', 'text', always),
  kept('study', tags.StudyID, 'st.study_id', 'text', always),
  kept('study', tags.StudyDescription, 'st.description', 'text', always),
  {
    ...kept('study', tags.ReferringPhysicianName, 'st.referring_physician', 'person', always),
    key: sql.ref('st.referring_physician_key'),
  },
  { ...kept('study', tags.TimezoneOffsetFromUTC, 'st.timezone_offset', 'none', always), ifKnown: true },
  kept('study', tags.PatientAge, 'st.patient_age', 'text'),
  kept('study', tags.InstitutionName, 'st.institution', 'text'),
  kept('study', tags.ReasonForStudy, 'st.reason_for_exam', 'text'),
  {
    ...summarised(tags.ModalitiesInStudy, 0),
    match: 'text',
    oneOf: { parts: servedSeriesOfStudy, value: sql.ref('e.modality') },
  },
  {
    ...computed(
      'study',
      tags.SOPClassesInStudy,
      sql`array(select distinct x.sop_class_uid ${instancesOfStudy} order by 1)`,
      false,
    ),
    match: 'uid',
    oneOf: { parts: instancesOfStudy, value: sql.ref('x.sop_class_uid') },
  },
  summarised(tags.NumberOfStudyRelatedSeries, 1),
  summarised(tags.NumberOfStudyRelatedInstances, 2),

  kept('series', tags.SeriesInstanceUID, 'se.series_instance_uid', 'uid', always),
  kept('series', tags.Modality, 'se.modality', 'text', always),
  kept('series', tags.SeriesNumber, 'se.series_number', 'number', always),
  kept('series', tags.SeriesDescription, 'se.description', 'text', always),
  kept('series', tags.SeriesDate, 'se.series_date', 'date'),
  kept('series', tags.SeriesTime, 'se.series_time', 'time'),
  kept('series', tags.BodyPartExamined, 'se.body_part', 'text', always),
  kept('series', tags.Laterality, 'se.laterality', 'text'),
  kept('series', tags.ProtocolName, 'se.protocol_name', 'text'),
  kept('series', tags.Manufacturer, 'se.manufacturer', 'text'),
  kept('series', tags.StationName, 'se.station_name', 'text'),
  kept('series', tags.PerformedProcedureStepStartDate, 'se.performed_procedure_step_start_date', 'date', always),
  kept('series', tags.PerformedProcedureStepStartTime, 'se.performed_procedure_step_start_time', 'time', always),
  { ...kept('series', tags.RequestAttributesSequence, 'se.requests', 'none', always), ifKnown: true },
  requested(tags.ScheduledProcedureStepID),
  requested(tags.RequestedProcedureID),
  computed('series', tags.NumberOfSeriesRelatedInstances, sql`(select count(*) ${instancesOfSeries})`),

  kept('instance', tags.SOPInstanceUID, 'i.sop_instance_uid', 'uid', always),
  kept('instance', tags.SOPClassUID, 'i.sop_class_uid', 'uid', always),
  kept('instance', tags.AvailableTransferSyntaxUID, 'i.transfer_syntax_uid', 'uid', always),
  kept('instance', tags.InstanceNumber, 'i.instance_number', 'number', always),
  kept('instance', tags.Rows, 'i.rows', 'number', always),
  kept('instance', tags.Columns, 'i.columns', 'number', always),
  kept('instance', tags.BitsAllocated, 'i.bits_allocated', 'number', always),
  kept('instance', tags.NumberOfFrames, 'i.number_of_frames', 'number', always),
];

const depth: Readonly<Record<SearchLevel, number>> = { patient: 0, study: 1, series: 2, instance: 3 };

/** Attributes of a level and of those above it. */
export const attributesFor = (level: SearchLevel): readonly Attribute[] =>
  attributes.filter((attribute) => depth[attribute.level] <= depth[level]);

export interface SearchAttribute {
  readonly keyword: string;
  readonly tag: Tag;
  readonly match: MatchKind;
  /** Given although nobody asked for it. */
  readonly always: boolean;
  /** The sequence that it is in. */
  readonly within: string | undefined;
}

/** What can be searched by, or asked for, at a level: for those who describe the service. */
export const searchAttributes = (level: SearchLevel): readonly SearchAttribute[] =>
  attributesFor(level).map(({ tag, match, always: given = false, within }) => ({
    within: within && keywordOf(within.sequence),
    keyword: keywordOf(tag) ?? '',
    tag,
    match,
    always: given,
  }));
