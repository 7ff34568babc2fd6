export { authoriseSubscriber } from './authority.ts';
export {
  findSubscriptions,
  keepSubscriptionIn,
  type NewSubscription,
  readEvents,
  readSubscription,
  setSubscriptionIn,
} from './keep.ts';
export { noteSubscriptionEvents, SETTLED_MS } from './note-events.ts';
export { type Compose, type Notification, type NotificationKind, tellSubscriber } from './tell.ts';
export { type SubscriptionTopic, subscriptionTopics } from './topics.ts';
