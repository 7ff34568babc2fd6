/** One study of a person: what we hold of it, and what every source says of it. */
import type { Correction } from '@throughline/terminology';
import type {
  AnnouncedCount,
  HoldingRow,
  HoldingSeriesRow,
  LeftStudyRow,
  LocalSeriesRow,
  LocalStudyRow,
  StudyTransferRow,
} from '../../db/index.ts';
import { type CopyKind, copyKind } from './copy-kind.ts';
import { offsetOfZone, readUtcOffset } from './time-zones.ts';

export interface KnownSource {
  readonly id: string;
  readonly name: string;
  readonly siteName: string;
  readonly issuer: string;
  /** IANA name; null when nobody said. */
  readonly timeZone: string | null;
  /** It can be fetched from. */
  readonly gives: boolean;
}

export interface KnownCopy {
  readonly sourceId: string;
  readonly siteName: string;
  /** Null: the source did not say. */
  readonly instances: number | null;
  /** Its source lists it, and says neither of the study nor of each of its series how many objects there are. */
  readonly uncounted?: boolean;
  readonly kind: CopyKind;
  /** Its source can be fetched from. */
  readonly gives: boolean;
  readonly vanished: boolean;
  /** When its source was first found not to list it any more; null while it does. */
  readonly vanishedAt: Date | null;
}

/** A copy that its source listed and lists no longer, while others list the study. */
interface LostCopy {
  readonly siteName: string;
  /** Of the study or of its series together, whichever is more; null when it did not say. */
  readonly instances: number | null;
  readonly vanishedAt: Date;
}

interface KnownSeries {
  readonly seriesInstanceUid: string;
  readonly modality: string | null;
  readonly description: string | null;
  readonly bodyPart: string | null;
  readonly laterality: string | null;
  /** View Position and Contrast/Bolus Agent of its first object; null where it is not here. */
  readonly viewPosition: string | null;
  readonly contrastAgent: string | null;
  readonly received: number;
  readonly claims: readonly number[];
}

export interface KnownStudy {
  readonly studyInstanceUid: string;
  readonly patientRecordId: string;
  /** ISO date; null when no source gave one. */
  readonly date: string | null;
  /** HH:MM */
  readonly time: string | null;
  /** Minutes east of UTC that date and time are in; null when nobody says. */
  readonly utcOffset: number | null;
  /** DICOM AS as sent. */
  readonly age: string | null;
  readonly description: string | null;
  readonly modalities: readonly string[];
  readonly bodyPart: string | null;
  readonly laterality: string | null;
  readonly accessionNumber: string | null;
  readonly accessionIssuer: string | null;
  readonly procedureCode: string | null;
  readonly reasonForExam: string | null;
  readonly institution: string | null;
  readonly sourceId: string | null;
  readonly siteName: string;
  /** Null when we hold nothing of it. */
  readonly local: LocalStudyRow | null;
  readonly series: readonly KnownSeries[];
  /** Fullest first; those that no longer list it only when none does. */
  readonly copies: readonly KnownCopy[];
  /** What else was listed before; empty when nobody lists the study any more. */
  readonly lost: readonly LostCopy[];
  /** Objects that were announced to us; null when none was. */
  readonly announced: AnnouncedCount | null;
  readonly transfers: readonly StudyTransferRow[];
  /** The budget that keeps it where it is; null when none does. */
  readonly left: LeftStudyRow['left_by'] | null;
  /** What a report says of why it was made, where that was looked for. */
  readonly reportText?: string | undefined;
  /** What a person said that this exam of its site is. */
  readonly correction?: Correction | undefined;
}

export interface StudyParts {
  readonly local: LocalStudyRow | undefined;
  readonly localSeries: readonly LocalSeriesRow[];
  readonly holdings: readonly HoldingRow[];
  readonly holdingSeries: readonly HoldingSeriesRow[];
  readonly announced: AnnouncedCount | null;
  readonly transfers: readonly StudyTransferRow[];
  readonly left: LeftStudyRow | undefined;
}

/** YYYYMMDD to YYYY-MM-DD. */
const isoDate = (date: string | null | undefined): string | null =>
  date && /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}` : null;

/** DICOM TM to HH:MM. */
const isoTime = (time: string | null | undefined): string | null =>
  time && /^\d{4}/.test(time) ? `${time.slice(0, 2)}:${time.slice(2, 4)}` : null;

interface Told {
  readonly study_date: string | null;
  readonly study_time: string | null;
  readonly timezone_offset?: string | null;
}

/** (0008,0201) where the object or the answer has it, else the time zone of its source on that day. */
const utcOffsetOf = (told: Told | undefined, source: KnownSource | undefined): number | null => {
  const own = readUtcOffset(told?.timezone_offset ?? null);
  if (own !== null || source === undefined || source.timeZone === null) return own;
  return offsetOfZone(source.timeZone, isoDate(told?.study_date), isoTime(told?.study_time));
};

const mergeSeries = ({ localSeries, holdings, holdingSeries }: StudyParts): KnownSeries[] => {
  const merged = new Map<string, { readonly own?: LocalSeriesRow; readonly told: HoldingSeriesRow[] }>();
  for (const own of localSeries) merged.set(own.series_instance_uid, { own, told: [] });
  for (const one of holdingSeries) {
    if (!holdings.some(({ source_id }) => source_id === one.source_id)) continue;
    const known = merged.get(one.series_instance_uid);
    if (known === undefined) merged.set(one.series_instance_uid, { told: [one] });
    else known.told.push(one);
  }
  return Array.from(merged, ([uid, { own, told }]) => {
    const say = own ?? told[0];
    return {
      seriesInstanceUid: uid,
      modality: say?.modality ?? null,
      description: say?.description ?? own?.protocol_name ?? null,
      bodyPart: say?.body_part ?? null,
      laterality: say?.laterality ?? null,
      viewPosition: own?.view_position ?? null,
      contrastAgent: own?.contrast_agent ?? null,
      received: own?.instances ?? 0,
      claims: told.flatMap((series) => (series.claimed_instances === null ? [] : [series.claimed_instances])),
    };
  });
};

const modalitiesOf = (series: readonly KnownSeries[], holdings: readonly HoldingRow[]): string[] => {
  const all: string[] = [];
  const add = (modality: string | null): void => {
    if (modality !== null && modality !== '' && !all.includes(modality)) all.push(modality);
  };
  for (const { modality } of series) add(modality);
  for (const { modalities } of holdings) for (const modality of modalities) add(modality);
  return all;
};

/** The body part that most of the study is about, when it is not on the study itself. */
const firstKnown = (series: readonly KnownSeries[], field: 'bodyPart' | 'description'): string | null =>
  series.find((each) => each[field] !== null && each[field] !== '')?.[field] ?? null;

/** The one side that the series say; both when they say both. */
const sideOf = (series: readonly KnownSeries[]): string | null => {
  // One series of mammography holds the views of both sides more often than not; its first object says one of them.
  if (series.length === 1 && series[0]?.modality === 'MG') return null;
  let only: string | null = null;
  for (const { laterality } of series) {
    if (!laterality) continue;
    if (only !== null && only !== laterality) return 'B';
    only = laterality;
  }
  return only;
};

const isUncounted = ({ source_id, claimed_instances }: HoldingRow, told: readonly HoldingSeriesRow[]): boolean => {
  const own = told.filter((series) => series.source_id === source_id);
  return claimed_instances === null && (own.length === 0 || own.some((series) => series.claimed_instances === null));
};

const claimOf = ({ source_id, claimed_instances }: HoldingRow, told: readonly HoldingSeriesRow[]): number | null => {
  const claims = told.flatMap((series) =>
    series.source_id === source_id && series.claimed_instances !== null ? [series.claimed_instances] : [],
  );
  const bySeries = claims.reduce((total, next) => total + next, 0);
  return claimed_instances === null && claims.length === 0 ? null : Math.max(claimed_instances ?? 0, bySeries);
};

const bySize = (one: KnownCopy, other: KnownCopy): number => (other.instances ?? -1) - (one.instances ?? -1);

/** Everything that is known of one study, whoever knows it: our own objects speak first, then the fullest copy. */
export const knownStudy = (
  studyInstanceUid: string,
  parts: StudyParts,
  sourceOf: (id: string) => KnownSource | undefined,
): KnownStudy => {
  const listing = parts.holdings.filter((holding) => holding.vanished_at === null);
  const holdings = listing.length > 0 ? listing : parts.holdings;
  const most = Math.max(-1, ...holdings.map((holding) => holding.claimed_instances ?? -1));
  const copies = holdings
    .map((holding) => ({
      sourceId: holding.source_id,
      siteName: sourceOf(holding.source_id)?.siteName ?? 'a removed source',
      instances: holding.claimed_instances,
      ...(isUncounted(holding, parts.holdingSeries) && { uncounted: true }),
      gives: sourceOf(holding.source_id)?.gives ?? true,
      kind: copyKind(
        parts.holdingSeries.filter((each) => each.source_id === holding.source_id),
        holding.claimed_instances,
        most,
      ),
      vanished: holding.vanished_at !== null,
      vanishedAt: holding.vanished_at,
    }))
    .sort(bySize);
  const series = mergeSeries({ ...parts, holdings });
  const { local } = parts;
  const told = holdings.find((holding) => holding.source_id === copies[0]?.sourceId);
  const sourceId = local?.source_id ?? told?.source_id ?? null;
  const institution = local?.institution ?? told?.institution ?? null;
  return {
    studyInstanceUid,
    patientRecordId: local?.patient_record_id ?? told?.patient_record_id ?? '',
    date: isoDate(local?.study_date ?? told?.study_date),
    time: isoTime(local?.study_time ?? told?.study_time),
    utcOffset: utcOffsetOf(local ?? told, sourceId === null ? undefined : sourceOf(sourceId)),
    age: local?.patient_age ?? told?.patient_age ?? null,
    description: local?.description ?? told?.description ?? firstKnown(series, 'description'),
    modalities: modalitiesOf(series, holdings),
    bodyPart: firstKnown(series, 'bodyPart') ?? told?.body_part ?? null,
    laterality: sideOf(series) ?? told?.laterality ?? null,
    accessionNumber: local?.accession_number ?? told?.accession_number ?? null,
    accessionIssuer: local?.accession_issuer ?? told?.accession_issuer ?? null,
    procedureCode: local?.procedure_code ?? told?.procedure_code ?? null,
    reasonForExam: local?.reason_for_exam ?? told?.reason_for_exam ?? null,
    institution,
    sourceId,
    siteName: (sourceId === null ? undefined : sourceOf(sourceId)?.siteName) ?? institution ?? 'unknown site',
    local: local ?? null,
    series,
    copies,
    lost: parts.holdings.flatMap((holding) =>
      holding.vanished_at === null || listing.length === 0
        ? []
        : [
            {
              siteName: sourceOf(holding.source_id)?.siteName ?? 'a removed source',
              instances: claimOf(holding, parts.holdingSeries),
              vanishedAt: holding.vanished_at,
            },
          ],
    ),
    announced: parts.announced,
    transfers: parts.transfers,
    left: parts.left?.left_by ?? null,
  };
};
