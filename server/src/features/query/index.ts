export { type Attribute, searchAttributes } from './attributes.ts';
export { combinedConditions, conditionOf, groupAsked } from './conditions.ts';
export { countHoldings, keysLeftOut, mostCounted, searchHoldings, underStudy } from './search.ts';
