export { checkBytes, type Integrity } from './check-bytes.ts';
