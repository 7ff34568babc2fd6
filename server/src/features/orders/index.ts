export { findScheduledSteps } from './find-scheduled-steps.ts';
export { type OrderedStep, placeOrderIn, setOrderStatusIn } from './place-order.ts';
export { putScheduledStep } from './put-scheduled-step.ts';
export { checkPatientOf } from './whose-order.ts';
