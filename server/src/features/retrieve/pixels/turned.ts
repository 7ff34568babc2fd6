/** Bytes with each unit of 2, 4 or 8 turned around, in a copy; what is less than a unit at the end is left out. */
export const turned = (bytes: Uint8Array, unit: number): Buffer => {
  const copy = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % unit)));
  if (unit === 2) return copy.swap16();
  return unit === 4 ? copy.swap32() : copy.swap64();
};
