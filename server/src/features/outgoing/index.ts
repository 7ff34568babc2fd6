/** HL7 v2 to others: reports, the status of orders, who is whom. */
export { announceOutgoing } from './announce.ts';
export { Announcer } from './announcer.ts';
export {
  type DestinationInput,
  listDestinations,
  pauseDestination,
  putDestination,
  removeDestination,
} from './destinations.ts';
export { listOutgoing, readOutgoing, resendOutgoing, setOutgoingMessageAside } from './manage.ts';
export { takeDestination } from './send.ts';
export { testDestination } from './test-destination.ts';
