export { bindSubscription, makeBindingToken, tellBound } from './bind.ts';
export {
  findSubscriptions,
  keepSubscriptionIn,
  readEvents,
  readSubscription,
  setSubscriptionIn,
} from './keep.ts';
export { noteSubscriptionEvents } from './note-events.ts';
export { type Notification, tellSubscriber } from './tell.ts';
export { type SubscriptionTopic, subscriptionTopics } from './topics.ts';
