export { listInteroperability } from './list-interoperability.ts';
