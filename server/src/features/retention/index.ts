export { listDeletions, requestDeletion, undelete } from './delete-study.ts';
export { purgeDue } from './purge.ts';
export { applyRules, listDue, listRules, putRule, type RuleInput, removeRule } from './rules.ts';
