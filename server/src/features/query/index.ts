export { searchHoldings, underStudy } from './search.ts';
