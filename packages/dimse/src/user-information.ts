import { invalidPdu } from './errors.ts';
import {
  type CommonExtendedNegotiation,
  type ExtendedNegotiation,
  ItemType,
  type RoleSelection,
  type UserIdentity,
  type UserInformation,
} from './pdu.ts';
import { items, trimPadding, uidText } from './pdu-items.ts';

interface Draft {
  maxLength?: number;
  implementationClassUid?: string;
  implementationVersionName?: string;
  asynchronousOperations?: { invoked: number; performed: number };
  roles: RoleSelection[];
  extended: ExtendedNegotiation[];
  commonExtended: CommonExtendedNegotiation[];
  userIdentity?: UserIdentity;
  userIdentityResponse?: Buffer;
}

type Reader = (draft: Draft, value: Buffer) => void;

/** One reader for each sub-item; those that are not listed are ignored, as PS3.8 9.3.1 asks. */
const READERS: Readonly<Record<number, Reader>> = {
  [ItemType.MaximumLength]: (draft, value) => {
    draft.maxLength = once(draft.maxLength, exactly(value, 4).readUInt32BE(0));
  },
  [ItemType.ImplementationClassUid]: (draft, value) => {
    draft.implementationClassUid = once(draft.implementationClassUid, printable(value, 64));
  },
  [ItemType.ImplementationVersionName]: (draft, value) => {
    draft.implementationVersionName = once(draft.implementationVersionName, printable(value, 16));
  },
  [ItemType.AsynchronousOperationsWindow]: (draft, value) => {
    const window = exactly(value, 4);
    draft.asynchronousOperations = once(draft.asynchronousOperations, {
      invoked: window.readUInt16BE(0),
      performed: window.readUInt16BE(2),
    });
  },
  [ItemType.RoleSelection]: (draft, value) => {
    const fields = new Fields(value);
    draft.roles.push({ sopClassUid: uidText(fields.counted()), scu: fields.byte() === 1, scp: fields.byte() === 1 });
  },
  [ItemType.ExtendedNegotiation]: (draft, value) => {
    const fields = new Fields(value);
    draft.extended.push({ sopClassUid: uidText(fields.counted()), information: fields.rest() });
  },
  [ItemType.CommonExtendedNegotiation]: (draft, value) => {
    const fields = new Fields(value);
    const sopClassUid = uidText(fields.counted());
    const serviceClassUid = uidText(fields.counted());
    const related = new Fields(fields.counted());
    const relatedSopClassUids: string[] = [];
    while (related.left > 0) relatedSopClassUids.push(uidText(related.counted()));
    draft.commonExtended.push({ sopClassUid, serviceClassUid, relatedSopClassUids });
  },
  [ItemType.UserIdentity]: (draft, value) => {
    const fields = new Fields(value);
    const type = fields.byte();
    const positiveResponseRequested = fields.byte() === 1;
    const primary = fields.counted();
    const secondary = fields.counted();
    draft.userIdentity = once(draft.userIdentity, { type, positiveResponseRequested, primary, secondary });
  },
  [ItemType.UserIdentityResponse]: (draft, value) => {
    draft.userIdentityResponse = once(draft.userIdentityResponse, new Fields(value).counted());
  },
};

/** Decodes the value of a user information item (PS3.8 9.3.2.3). Throws DimseError of kind `protocol`. */
export function decodeUserInformation(value: Buffer): UserInformation {
  const draft: Draft = { roles: [], extended: [], commonExtended: [] };
  for (const item of items(value, 0)) READERS[item.type]?.(draft, item.value);
  // Maximum length and implementation class UID are required, but peers that omit them exist and mean "no limit".
  return { ...draft, maxLength: draft.maxLength ?? 0, implementationClassUid: draft.implementationClassUid ?? '' };
}

function once<T>(earlier: T | undefined, value: T): T {
  if (earlier !== undefined) throw invalidPdu('A user information sub-item is given twice');
  return value;
}

function exactly(value: Buffer, length: number): Buffer {
  if (value.length !== length) throw invalidPdu('A user information sub-item has a wrong length');
  return value;
}

function printable(value: Buffer, most: number): string {
  const text = trimPadding(value);
  if (text.length > most || !/^[\x20-\x7e]*$/.test(text)) throw invalidPdu('An implementation name is malformed');
  return text;
}

/** Reads the counted fields inside one sub-item and never past its end. */
class Fields {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    return this.#take(1).readUInt8(0);
  }

  counted(): Buffer {
    return this.#take(this.#take(2).readUInt16BE(0));
  }

  rest(): Buffer {
    return this.#take(this.left);
  }

  #take(length: number): Buffer {
    if (length > this.left) throw invalidPdu('A field passes the end of its sub-item');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
