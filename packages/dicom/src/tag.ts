/** A data element tag, 0xGGGGEEEE as an unsigned 32-bit number (PS3.5 7.1). */
export type Tag = number;

export const makeTag = (group: number, element: number): Tag => ((group << 16) | element) >>> 0;

export const groupOf = (tag: Tag): number => tag >>> 16;

export const elementOf = (tag: Tag): number => tag & 0xffff;

/** Odd groups are private (PS3.5 7.8). */
export const isPrivate = (tag: Tag): boolean => (tag & 0x10000) !== 0;

/** (gggg,0010-00FF) of an odd group names the owner of a block of private elements (PS3.5 7.8.1). */
export const isPrivateCreator = (tag: Tag): boolean =>
  isPrivate(tag) && elementOf(tag) >= 0x10 && elementOf(tag) <= 0xff;

/** '00100010', the form of the DICOM JSON model and of URLs. */
export const tagToHex = (tag: Tag): string => tag.toString(16).toUpperCase().padStart(8, '0');

/** '(0010,0010)', for messages. */
export const formatTag = (tag: Tag): string => {
  const hex = tagToHex(tag);
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
};

export const ITEM = 0xfffee000;
export const ITEM_DELIMITER = 0xfffee00d;
export const SEQUENCE_DELIMITER = 0xfffee0dd;
/** Length field of a value whose end is marked by a delimiter. */
export const UNDEFINED_LENGTH = 0xffffffff;
