/** UUID version 7 (RFC 9562 5.7): the time first, so that new rows go to one end of an index. */
import { randomFillSync } from 'node:crypto';

const pool = Buffer.allocUnsafe(16 * 256);
let used = pool.length;
let lastMillisecond = 0;
let counter = 0;

const tick = (now: number): void => {
  if (now > lastMillisecond) {
    lastMillisecond = now;
    counter = pool.readUInt16BE(used) & 0x07ff;
    return;
  }
  counter += 1;
  if (counter <= 0x0fff) return;
  // More than the counter holds in one millisecond: run ahead of the clock, never backwards.
  lastMillisecond += 1;
  counter = 0;
};

/** A new identifier, greater than every one this process made before. */
export const newId = (now: number = Date.now()): string => {
  if (used >= pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  tick(now);
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  bytes.writeUIntBE(lastMillisecond, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
