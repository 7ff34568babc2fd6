export { Inbox } from './inbox.ts';
export {
  listMessages,
  readMessage,
  replayMessage,
  setMessageAside,
  type Tested,
  testMessage,
  testPasted,
} from './manage.ts';
export { controlId } from './process.ts';
export { demographicSegment, identifierField } from './queries/patient-segment.ts';
export { receiveBlock } from './receive-batch.ts';
export {
  CallerSources,
  findMessageSource,
  listMessageSources,
  mayConnect,
  putMessageSource,
  removeMessageSource,
} from './sources.ts';
