export { type Attribute, searchAttributes } from './attributes.ts';
export { conditionOf } from './conditions.ts';
export { countHoldings, mostCounted, searchHoldings, underStudy } from './search.ts';
