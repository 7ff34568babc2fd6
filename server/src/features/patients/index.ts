export type { MemberRow } from '../../db/index.ts';
export { evaluateRecord } from './evaluate.ts';
export { evidenceTexts, knownPersonOf, personOf, recordsOf } from './persons.ts';
export { blockingOf, toRecord } from './record.ts';
export { reevaluateRecord, registerPatientRecord } from './register.ts';
