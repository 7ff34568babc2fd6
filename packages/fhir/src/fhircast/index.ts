/** FHIRcast STU3 without sockets: events, scopes, messages, and what is open in a session. */
export {
  applyCast,
  type CastTold,
  type Contexts,
  contentWith,
  currentOf,
  type OpenContext,
  opensOf,
  toCurrentContext,
} from './contexts.ts';
export { castEventOf, castEvents, coversCast, isCastScope, mayCast } from './events.ts';
export {
  CastError,
  type CastMessage,
  type CastRequest,
  type CastResource,
  castTime,
  contextAt,
  readCastRequest,
  toSyncError,
} from './messages.ts';
