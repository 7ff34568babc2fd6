/** Which messages may have their effect together: patients that have nothing to do with each other are registered in one go. */
import type { PatientIdentifier } from '../../db/index.ts';
import type { Intent } from './interpret/index.ts';
import { keyOf } from './interpret/patient.ts';

/** The patients that a message is about; undefined: it may touch others too, and stands alone. */
const patientsOf = (intents: readonly Intent[]): readonly PatientIdentifier[] | undefined => {
  const patients: PatientIdentifier[] = [];
  for (const intent of intents) {
    if ('patients' in intent) patients.push(...intent.patients);
    else if ('patient' in intent) patients.push(intent.patient);
    else return undefined;
  }
  return patients;
};

/**
 * Parts of a batch, in its order: in none is a patient in two messages, and what stands alone is alone, so that for each patient the
 * order of receipt is kept.
 */
export const partsOf = <T extends { readonly intents: readonly Intent[] }>(
  batch: readonly T[],
): readonly (readonly T[])[] => {
  const parts: T[][] = [];
  let open: T[] | undefined;
  let taken = new Set<string>();
  for (const one of batch) {
    const keys = patientsOf(one.intents)?.map(keyOf);
    if (keys === undefined) {
      parts.push([one]);
      open = undefined;
      continue;
    }
    if (open === undefined || keys.some((key) => taken.has(key))) {
      open = [];
      taken = new Set();
      parts.push(open);
    }
    open.push(one);
    for (const key of keys) taken.add(key);
  }
  return parts;
};
