export { defaultLimit, type Found, searchHoldings, underStudy } from './search.ts';
