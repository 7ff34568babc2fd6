export { findScheduledSteps } from './find-scheduled-steps.ts';
export { putScheduledStep } from './put-scheduled-step.ts';
