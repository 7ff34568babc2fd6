export { getDelivery } from './get-delivery.ts';
export { requestDelivery } from './request-delivery.ts';
export { takeDelivery } from './run-delivery.ts';
