import {
  type AnsweredContext,
  type AssociateAc,
  type AssociateRq,
  ItemType,
  type Pdu,
  PduType,
  type ProposedContext,
  type UserIdentity,
  type UserInformation,
} from './pdu.ts';

/** Encodes any PDU except P-DATA-TF, which the fragmenter writes (PS3.8 9.3). */
export function encodePdu(pdu: Pdu): Buffer {
  switch (pdu.type) {
    case 'associate-rq':
      return withHeader(PduType.AssociateRq, associateBody(pdu, pdu.contexts.map(proposedContext)));
    case 'associate-ac':
      return withHeader(PduType.AssociateAc, associateBody(pdu, pdu.contexts.map(answeredContext)));
    case 'associate-rj':
      return withHeader(PduType.AssociateRj, Buffer.from([0, pdu.result, pdu.source, pdu.reason]));
    case 'release-rq':
      return withHeader(PduType.ReleaseRq, Buffer.alloc(4));
    case 'release-rp':
      return withHeader(PduType.ReleaseRp, Buffer.alloc(4));
    case 'abort':
      return withHeader(PduType.Abort, Buffer.from([0, 0, pdu.source, pdu.reason]));
  }
}

function withHeader(type: number, body: Buffer): Buffer {
  const header = Buffer.alloc(6);
  header[0] = type;
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

function associateBody(pdu: AssociateRq | AssociateAc, contexts: readonly Buffer[]): Buffer {
  const fixed = Buffer.alloc(68);
  fixed.writeUInt16BE(pdu.protocolVersion, 0);
  fixed.write(pdu.calledAeTitle.padEnd(16).slice(0, 16), 4, 'latin1');
  fixed.write(pdu.callingAeTitle.padEnd(16).slice(0, 16), 20, 'latin1');
  return Buffer.concat([
    fixed,
    textItem(ItemType.ApplicationContext, pdu.applicationContext),
    ...contexts,
    item(ItemType.UserInformation, userItems(pdu.user)),
  ]);
}

function item(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(4);
  header[0] = type;
  header.writeUInt16BE(
    parts.reduce((sum, part) => sum + part.length, 0),
    2,
  );
  return Buffer.concat([header, ...parts]);
}

function textItem(type: number, text: string): Buffer {
  return item(type, Buffer.from(text, 'latin1'));
}

function proposedContext(context: ProposedContext): Buffer {
  return item(
    ItemType.PresentationContextRq,
    Buffer.from([context.id, 0, 0, 0]),
    textItem(ItemType.AbstractSyntax, context.abstractSyntax),
    ...context.transferSyntaxes.map((uid) => textItem(ItemType.TransferSyntax, uid)),
  );
}

function answeredContext(context: AnsweredContext): Buffer {
  return item(
    ItemType.PresentationContextAc,
    Buffer.from([context.id, 0, context.result, 0]),
    textItem(ItemType.TransferSyntax, context.transferSyntax),
  );
}

function userItems(user: UserInformation): Buffer {
  const maxLength = Buffer.alloc(4);
  maxLength.writeUInt32BE(user.maxLength);
  const parts = [item(ItemType.MaximumLength, maxLength)];
  parts.push(textItem(ItemType.ImplementationClassUid, user.implementationClassUid));
  if (user.asynchronousOperations) {
    const { invoked, performed } = user.asynchronousOperations;
    parts.push(item(ItemType.AsynchronousOperationsWindow, uint16(invoked), uint16(performed)));
  }
  for (const role of user.roles) {
    parts.push(item(ItemType.RoleSelection, counted(role.sopClassUid), Buffer.from([flag(role.scu), flag(role.scp)])));
  }
  if (user.implementationVersionName) {
    parts.push(textItem(ItemType.ImplementationVersionName, user.implementationVersionName));
  }
  for (const { sopClassUid, information } of user.extended) {
    parts.push(item(ItemType.ExtendedNegotiation, counted(sopClassUid), information));
  }
  for (const { sopClassUid, serviceClassUid, relatedSopClassUids } of user.commonExtended) {
    const related = Buffer.concat(relatedSopClassUids.map(counted));
    parts.push(
      item(
        ItemType.CommonExtendedNegotiation,
        counted(sopClassUid),
        counted(serviceClassUid),
        uint16(related.length),
        related,
      ),
    );
  }
  if (user.userIdentity) parts.push(userIdentityItem(user.userIdentity));
  if (user.userIdentityResponse) {
    parts.push(item(ItemType.UserIdentityResponse, counted(user.userIdentityResponse)));
  }
  return Buffer.concat(parts);
}

function userIdentityItem(identity: UserIdentity): Buffer {
  return item(
    ItemType.UserIdentity,
    Buffer.from([identity.type, flag(identity.positiveResponseRequested)]),
    counted(identity.primary),
    counted(identity.secondary),
  );
}

function counted(value: string | Uint8Array): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
  return Buffer.concat([uint16(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}
