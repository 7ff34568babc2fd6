export { type Attribute, searchAttributes } from './attributes.ts';
export { combinedConditions, conditionOf, groupAsked } from './conditions.ts';
export { countHoldings, mostCounted, searchHoldings, underStudy } from './search.ts';
