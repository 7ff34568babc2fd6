/** Upper layer bytes by hand, so that they can be wrong (PS3.8 9.3). */

const item = (type: number, body: Uint8Array): Buffer => {
  const header = Buffer.alloc(4);
  header.writeUInt8(type, 0);
  header.writeUInt16BE(body.length, 2);
  return Buffer.concat([header, body]);
};

export const pdu = (type: number, body: Uint8Array, length = body.length): Buffer => {
  const header = Buffer.alloc(6);
  header.writeUInt8(type, 0);
  header.writeUInt32BE(length, 2);
  return Buffer.concat([header, body]);
};

const text = (value: string): Buffer => Buffer.from(value, 'ascii');
const padded = (aeTitle: string): Buffer => text(aeTitle.padEnd(16).slice(0, 16));

const presentationContext = (id: number, abstractSyntax: string, transferSyntax: string): Buffer =>
  item(
    0x20,
    Buffer.concat([Buffer.from([id, 0, 0, 0]), item(0x30, text(abstractSyntax)), item(0x40, text(transferSyntax))]),
  );

const maximumLength = (): Buffer => {
  const body = Buffer.alloc(4);
  body.writeUInt32BE(16_384, 0);
  return item(0x51, body);
};

export interface AssociationRequest {
  readonly called: string;
  readonly calling: string;
  readonly abstractSyntax: string;
}

const implicitLittleEndian = '1.2.840.10008.1.2';

/** An A-ASSOCIATE-RQ with one presentation context of ID 1. */
export const associateRequest = ({ called, calling, abstractSyntax }: AssociationRequest): Buffer =>
  pdu(
    0x01,
    Buffer.concat([
      Buffer.from([0, 1, 0, 0]),
      padded(called),
      padded(calling),
      Buffer.alloc(32),
      item(0x10, text('1.2.840.10008.3.1.1.1')),
      presentationContext(1, abstractSyntax, implicitLittleEndian),
      item(0x50, Buffer.concat([maximumLength(), item(0x52, text('1.2.826.0.1.3680043.10.998.9'))])),
    ]),
  );

/** A P-DATA-TF with one PDV item whose length field says what it is told to. */
export const dataWithPdvLength = (pdvLength: number, body: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(pdvLength >>> 0, 0);
  return pdu(0x04, Buffer.concat([length, body]));
};

export const releaseRequest = (): Buffer => pdu(0x05, Buffer.alloc(4));
