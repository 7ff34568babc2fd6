/** `tenant/YYYYMMDDHH/uuid`: random, never built from anything a peer sent, with the hour so that sweeps are bounded. */
import { fail } from '../errors.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const pattern = new RegExp(`^${uuid}/\\d{10}/${uuid}$`);
const tenantPattern = new RegExp(`^${uuid}$`);

/** The UTC hour of a time. */
export const hourOf = (time: Date): string => time.toISOString().slice(0, 13).replaceAll(/[-T]/g, '');

export const blobName = (tenantId: string, time: Date, id: string): string => {
  if (!tenantPattern.test(tenantId)) throw new Error('A tenant is named by its UUID.');
  return `${tenantId}/${hourOf(time)}/${id}`;
};

export const hourOfBlob = (blob: string): string => blob.slice(37, 47);

export const isBlobName = (name: string): boolean => pattern.test(name);

/** Names come from our own rows; one that is not of our making never reaches a path. */
export const checkedName = (blob: string): string => {
  if (!isBlobName(blob)) fail('bytes-missing');
  return blob;
};
