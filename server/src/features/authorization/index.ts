export {
  cancelAuthorization,
  choosePatient,
  continueAuthorization,
  type PendingRequest,
  readRequest,
  startAuthorization,
} from './authorize.ts';
export { clientOrigins, listClientsOf, proveClient, putClient } from './clients.ts';
export { OauthError, refuse } from './errors.ts';
export { forgetEndedTickets } from './forget.ts';
export { plainScopes } from './granted.ts';
export { closeSession, type OpenedSession, openSession, type SignedIn } from './sessions.ts';
export { exchangeCode, grantToSystem, refreshTokens, revokeToken } from './token.ts';
export { checkUser, hasUsers, listUsers, putUser } from './users.ts';
