export { newId } from '../ids.ts';
export { insertAuditEvents } from './audit-events.ts';
export { connectDatabase, type Database, isConnectionLoss, retrySerialisation, type Trx } from './database.ts';
export { type OpenOptions, openDatabase } from './open.ts';
export type { NewRow, Row, Service, Tables } from './tables.ts';
export { DEFAULT_TENANT_ID } from './tenant.ts';
