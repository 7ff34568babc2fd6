/**
 * What stands in place of identifiers: made from them by a key that is kept apart from the archive (A37), so that there is no table of who is who,
 * and whoever has the key makes the same again.
 */
import { createHmac } from 'node:crypto';
import type { Replacements } from '@throughline/deidentification';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const longestShiftDays = 3650;

const digest = (key: Uint8Array, what: string, value: string): Buffer =>
  createHmac('sha256', key).update(`${what}\n${value}`).digest();

const nameOf = (bytes: Buffer): string =>
  [...bytes.subarray(0, 12)].map((byte) => letters[byte % letters.length]).join('');

/** One UID for another, made of 122 bits and more (PS3.5 B.2). */
const uidOf = (key: Uint8Array, original: string): string =>
  `2.25.${BigInt(`0x${digest(key, 'uid', original).subarray(0, 16).toString('hex')}`)}`;

/** The same for all records of one person: what a hospital calls them is no reason to be two. */
export const pseudonymsOf = (key: Uint8Array, personId: string): Replacements => {
  const subject = nameOf(digest(key, 'subject', personId));
  return {
    patientId: subject,
    patientName: subject,
    days: -1 - (digest(key, 'days', personId).readUInt32BE() % longestShiftDays),
    uid: (original) => uidOf(key, original),
  };
};
