/** A stored patient record as the linkage sees it, and what it is found by. */
import { normaliseDate, type PatientRecord } from '@throughline/identity';
import { type Blocking, nameKeysOf, type PatientRecordRow, statedIdentifiers } from '../../db/index.ts';

export const toRecord = (row: PatientRecordRow): PatientRecord => ({
  id: row.id,
  issuer: row.issuer,
  patientId: row.patient_id,
  otherIds: statedIdentifiers(row),
  ...(row.name === null ? {} : { name: row.name }),
  ...(row.birth_date === null ? {} : { birthDate: row.birth_date }),
  ...(row.sex === null ? {} : { sex: row.sex }),
});

/** The date itself and with day and month swapped; none for dates that thousands share because nobody knew better. */
const birthDatesOf = (value: string | null): readonly string[] => {
  const date = normaliseDate(value ?? undefined);
  if (date?.length !== 8 || /^(1[89]00|1901)0101$|^11111111$/.test(date)) return [];
  const swapped = `${date.slice(0, 4)}${date.slice(6, 8)}${date.slice(4, 6)}`;
  return [...new Set([date, swapped])];
};

export const blockingOf = (row: PatientRecordRow): Blocking => {
  const keys = nameKeysOf(row.name ?? '').filter((key) => key.kind === 'exact');
  return {
    familyKeys: keys.filter((key) => key.component === 'family').map((key) => key.key),
    givenKeys: keys.filter((key) => key.component === 'given').map((key) => key.key),
    birthDates: birthDatesOf(row.birth_date),
    identifiers: statedIdentifiers(row),
  };
};
