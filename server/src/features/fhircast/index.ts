export { type CastChannel, openCastChannel } from './channel.ts';
export { currentContext } from './current-context.ts';
export { type ForeignHub, foreignHubOf, keepForeignHub } from './foreign-hub.ts';
export { isPage, takePage } from './page.ts';
export { namesOf, studyUidOf } from './records.ts';
export { requestEvent } from './request-event.ts';
export { subscribe, unsubscribe } from './subscribe.ts';
export { endTopic, forgetTopics, topicIn, topicOf } from './topics.ts';
export { stopCasting } from './watch.ts';
