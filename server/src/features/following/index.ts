export { type Following, followSession } from './follow.ts';
