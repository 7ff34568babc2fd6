/** Observations: one for each measurement of an object or a report. */
import type { Observation } from '@medplum/fhirtypes';
import { type Criterion, type Search, schemes, type TokenValue, toObservation } from '@throughline/fhir';
import {
  type ChartObservation,
  countObservations,
  readObservation,
  searchObservations,
} from '../../../features/chart/index.ts';
import type { Asking, Kind } from './kind.ts';
import { daysOf, toAsk } from './to-ask.ts';

const observationOf = (row: ChartObservation): Observation => {
  const { measurement } = row;
  const { derivation, modifiers, tracking, ...said } = measurement;
  return toObservation({
    ...said,
    id: row.id,
    patientRecordId: row.patient_record_id,
    studyId: row.study_id,
    reportStatus: row.report_status,
    modifiers: derivation === null ? modifiers : [derivation, ...modifiers],
    trackingUid: tracking.uid,
    receivedAt: row.at,
    written: row.observation,
  });
};

/** A system that is none of ours is no scheme of any code here. */
const codeOf = ({ system, code }: TokenValue) => {
  if (system === undefined) return { scheme: undefined, value: code };
  const scheme = Object.entries(schemes).find(([, uri]) => uri === system)?.[0];
  return { scheme: scheme ?? system, value: code };
};

const isOwn = ({ name }: Criterion): boolean => name === 'code' || name === 'date';

const observationAsk = async ({ context, principal, at }: Asking, search: Search) => {
  const own = search.criteria.filter(isOwn);
  const rest = search.criteria.filter((criterion) => !isOwn(criterion));
  const { ids, records, updated } = await toAsk(
    { context, principal, at, type: 'Observation' },
    { ...search, criteria: rest },
  );
  return {
    ...(ids && { ids }),
    ...(records && { records }),
    ...(updated && { updated }),
    codes: own.flatMap((one) => (one.kind === 'token' ? [one.values.map(codeOf)] : [])),
    dates: own.flatMap((one) => (one.kind === 'date' ? [daysOf(one)] : [])),
  };
};

export const observations: Kind = {
  read: async ({ context, principal }, id) => {
    const row = await readObservation(context, principal, id);
    return row && observationOf(row);
  },
  search: async (asking, search, page) => {
    const asked = await observationAsk(asking, search);
    const found = await searchObservations(asking.context, asking.principal, asked, page);
    return { resources: found.items.map(observationOf), next: found.next };
  },
  count: async (asking, search) =>
    countObservations(asking.context, asking.principal, await observationAsk(asking, search)),
};
