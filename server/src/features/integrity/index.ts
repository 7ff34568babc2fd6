export { checkBytes } from './check-bytes.ts';
