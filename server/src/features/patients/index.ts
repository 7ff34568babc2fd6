export type { MemberRow } from '../../db/index.ts';
export { type Evaluation, evaluateRecord } from './evaluate.ts';
export { evidenceTexts, knownPersonOf, personOf, recordsOf } from './persons.ts';
export { toRecord } from './record.ts';
export { type Registered, reevaluateRecord, registerPatientRecord } from './register.ts';
