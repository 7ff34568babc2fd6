export { listExceptions } from './list-exceptions.ts';
