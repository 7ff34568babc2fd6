export { getDelivery } from './get-delivery.ts';
export { recallDeliveries } from './recall.ts';
export { requestDelivery } from './request-delivery.ts';
export { takeDelivery } from './run-delivery.ts';
export { takeBackDelivery } from './take-back.ts';
