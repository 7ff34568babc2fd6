/** Visits, their diagnoses and clinicians with a number, in the transaction that keeps the message. */
import {
  type NumberedClinician,
  putDiagnosis,
  putPractitioners,
  putVisit,
  type Trx,
  type VisitRow,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';

export interface SaidVisit {
  readonly number: string;
  readonly issuer: string;
  /** HL7 table 0004 */
  readonly class: string | undefined;
  /** Undefined: nothing is said of it. */
  readonly status: VisitRow['status'] | undefined;
  /** Digits of a DICOM DT. */
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly location: string | undefined;
  /** DICOM PN */
  readonly attending: string | undefined;
  readonly referring: string | undefined;
  /** When the sender recorded it: what was said earlier changes nothing. */
  readonly saidAt: string | undefined;
}

export interface SaidDiagnosis {
  /** Empty: a text alone. */
  readonly code: string;
  /** HL7 table 0396 */
  readonly system: string | undefined;
  readonly display: string;
  /** HL7 table 0052: admitting, working, final */
  readonly kind: 'A' | 'W' | 'F' | undefined;
  readonly at: string | undefined;
}

interface Origin {
  readonly sourceName: string;
  readonly messageId: string;
  readonly patientRecordId: string;
}

/** What was made or changed. A visit that was told of later already stays as it is. */
export const keepVisitIn = async (
  trx: Trx,
  principal: Principal,
  { sourceName, messageId, patientRecordId }: Origin,
  { visit, diagnoses }: { readonly visit: SaidVisit | undefined; readonly diagnoses: readonly SaidDiagnosis[] },
  at: Date,
): Promise<readonly { readonly kind: string; readonly id: string }[]> => {
  authorise(principal, 'store');
  const about = { tenant_id: principal.tenantId, source_name: sourceName, patient_record_id: patientRecordId };
  const visitId =
    visit &&
    (await putVisit(trx, {
      ...about,
      visit_number: visit.number,
      visit_issuer: visit.issuer,
      class: visit.class ?? null,
      status: visit.status,
      started_at: visit.startedAt ?? null,
      ended_at: visit.endedAt ?? null,
      location: visit.location ?? null,
      attending: visit.attending ?? null,
      referring: visit.referring ?? null,
      said_at: visit.saidAt ?? null,
      message_id: messageId,
      updated_at: at,
    }));
  const made = visitId === undefined ? [] : [{ kind: 'visit', id: visitId }];
  for (const { code, system, display, kind, at: diagnosedAt } of diagnoses) {
    const said = { code, system: system ?? null, display, kind: kind ?? null, diagnosed_at: diagnosedAt ?? null };
    const id = await putDiagnosis(trx, { ...about, ...said, visit_id: visitId ?? null, updated_at: at });
    made.push({ kind: 'diagnosis', id });
  }
  return made;
};

export const keepCliniciansIn = async (
  trx: Trx,
  principal: Principal,
  clinicians: readonly NumberedClinician[],
  at: Date,
): Promise<void> => {
  authorise(principal, 'store');
  await putPractitioners(trx, principal.tenantId, clinicians, at);
};
