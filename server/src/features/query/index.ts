export type { Attribute } from './attributes.ts';
export { conditionOf } from './conditions.ts';
export { searchHoldings, underStudy } from './search.ts';
