export { openPage, sealPage } from './page-tokens.ts';
