export { type KeyObjectsInput, keyObjectDocument, type RetrievePlace, uidOf } from './document.ts';
export { rejectObjects } from './reject.ts';
