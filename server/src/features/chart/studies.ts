/** Studies that we hold, by the same search as DICOM's. */
import { tags } from '@throughline/dicom';
import { sql } from 'kysely';
import { type LocalStudyRow, localSeries, localStudies, type OrderColumn, type Trx } from '../../db/index.ts';
import { isWithin, type Principal, reach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { countHoldings, searchHoldings } from '../query/index.ts';
import type { ChartAsk, Page, PageOf } from './ask.ts';
import { isId, ofStudies, studyUpdated } from './conditions.ts';
import { holdsModality, studyUidOfRow } from './held.ts';

type SeriesRow = Awaited<ReturnType<typeof localSeries>>[number];

export interface ChartStudy extends LocalStudyRow {
  readonly series: readonly SeriesRow[];
}

const withSeries = async (trx: Trx, uids: readonly string[]): Promise<ChartStudy[]> => {
  const studies = await localStudies(trx, [], uids);
  const series = await localSeries(
    trx,
    studies.map(({ id }) => id),
  );
  const seriesOf = Map.groupBy(series, (row) => row.study_instance_uid);
  const byUid = new Map(studies.map((study) => [study.study_instance_uid, study]));
  return uids.flatMap((uid) => {
    const study = byUid.get(uid);
    return study === undefined ? [] : [{ ...study, series: seriesOf.get(uid) ?? [] }];
  });
};

const queryOf = (ask: ChartAsk, page?: Page) => ({
  level: 'study' as const,
  keys: ask.keys ?? [],
  include: [tags.StudyInstanceUID],
  fuzzy: false,
  ...(page && { limit: page.limit }),
  ...(page?.after !== undefined && { after: page.after }),
});

const sorted = ({ sort }: Page): readonly OrderColumn[] | undefined => {
  if (sort === undefined) return undefined;
  const { by, descending } = sort;
  const first: OrderColumn =
    by === 'date'
      ? { column: sql.ref('st.study_date'), type: 'text', descending }
      : { column: studyUpdated, type: 'moment', descending };
  return [first, { column: sql.ref('st.study_instance_uid'), type: 'text' }];
};

export const searchStudies = async (
  context: Context,
  principal: Principal,
  ask: ChartAsk,
  page: Page,
): Promise<PageOf<ChartStudy>> => {
  const found = await searchHoldings(context, principal, queryOf(ask, page), ofStudies(ask), sorted(page));
  const uids = found.results.map((result) => String(result['0020000D']?.Value?.[0]));
  return { items: await context.db.tenant(principal.tenantId, (trx) => withSeries(trx, uids)), next: found.next };
};

export const countStudies = (context: Context, principal: Principal, ask: ChartAsk): Promise<number> =>
  countHoldings(context, principal, queryOf(ask), ofStudies(ask));

/** Undefined when there is none, or none that this principal may read. */
export const readStudy = async (
  context: Context,
  principal: Principal,
  id: string,
): Promise<ChartStudy | undefined> => {
  const allowed = reach(principal, 'ImagingStudy', 'r');
  if (!isId(id)) return undefined;
  return context.db.tenant(principal.tenantId, async (trx) => {
    const uid = await studyUidOfRow(trx, id);
    const [study] = uid === undefined ? [] : await withSeries(trx, [uid]);
    if (study === undefined || !isWithin(allowed, study.patient_record_id)) return undefined;
    if (!holdsModality(allowed, study.series)) return undefined;
    const { patient_record_id: patientRecordId, study_instance_uid: studyInstanceUid } = study;
    await recordAudit(trx, principal, { event: 'patientRecord', action: 'R', patientRecordId, studyInstanceUid });
    return study;
  });
};
