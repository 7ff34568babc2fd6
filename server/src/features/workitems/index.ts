export { changeWorkitemState } from './change-state.ts';
export {
  authoriseChannel,
  type ChannelEnd,
  forgetEndedWorkitems,
  type OpenChannel,
  openChannel,
  stopChannels,
} from './channel.ts';
export { createWorkitem } from './create.ts';
export { workitemSearchKeys } from './keys.ts';
export { requestCancellation } from './request-cancel.ts';
export { retrieveWorkitem } from './retrieve.ts';
export { searchForWorkitems, type WorkitemQuery } from './search.ts';
export { changeSubscription, type SubscriptionVerb } from './subscribe.ts';
export { updateWorkitem } from './update.ts';
