export { announceAvailability } from './announce-availability.ts';
export { createPerformedStep } from './create-performed-step.ts';
export { getPerformedStep } from './get-performed-step.ts';
export { setPerformedStep } from './set-performed-step.ts';
