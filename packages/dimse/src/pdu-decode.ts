import { invalidPdu } from './errors.ts';
import { DEFAULT_LIMITS, type DimseLimits } from './limits.ts';
import {
  type AnsweredContext,
  type AssociateAc,
  type AssociateRq,
  ContextResult,
  ItemType,
  type Pdu,
  PduType,
  type ProposedContext,
} from './pdu.ts';
import { type Item, items, uidText } from './pdu-items.ts';
import { decodeUserInformation } from './user-information.ts';

/**
 * Decodes the body of any PDU except P-DATA-TF (PS3.8 9.3).
 * @param type PDU type, 1-7 without 4
 * @param body the bytes after the six of the PDU header
 * @throws DimseError of kind `protocol`, with the reason for the A-ABORT
 */
export function decodePdu(type: number, body: Buffer, limits: DimseLimits = DEFAULT_LIMITS): Pdu {
  switch (type) {
    case PduType.AssociateRq:
      return decodeRequest(body, limits);
    case PduType.AssociateAc:
      return decodeAccept(body, limits);
    case PduType.AssociateRj:
      fixedLength(body);
      return { type: 'associate-rj', result: body.readUInt8(1), source: body.readUInt8(2), reason: body.readUInt8(3) };
    case PduType.ReleaseRq:
      fixedLength(body);
      return { type: 'release-rq' };
    case PduType.ReleaseRp:
      fixedLength(body);
      return { type: 'release-rp' };
    case PduType.Abort:
      fixedLength(body);
      return { type: 'abort', source: body.readUInt8(2), reason: body.readUInt8(3) };
    default:
      throw invalidPdu('Not a decodable PDU type');
  }
}

function fixedLength(body: Buffer): void {
  if (body.length !== 4) throw invalidPdu('A fixed-size PDU has another length');
}

function decodeRequest(body: Buffer, limits: DimseLimits): AssociateRq {
  const { fields, contextItems } = decodeAssociate(body, ItemType.PresentationContextRq, limits);
  const contexts = contextItems.map((item) => decodeProposed(item, limits));
  if (contexts.length === 0) throw invalidPdu('No presentation context is proposed');
  uniqueOddIds(contexts);
  return { type: 'associate-rq', ...fields, contexts };
}

function decodeAccept(body: Buffer, limits: DimseLimits): AssociateAc {
  const { fields, contextItems } = decodeAssociate(body, ItemType.PresentationContextAc, limits);
  const contexts = contextItems.map(decodeAnswered);
  uniqueOddIds(contexts);
  return { type: 'associate-ac', ...fields, contexts };
}

function decodeAssociate(body: Buffer, contextType: number, limits: DimseLimits) {
  if (body.length < 68) throw invalidPdu('The association PDU is shorter than its fixed fields');
  const contextItems: Item[] = [];
  let applicationContext: string | undefined;
  let userInformation: Item | undefined;
  for (const item of items(body, 68)) {
    if (item.type === contextType) {
      contextItems.push(item);
      if (contextItems.length > limits.presentationContexts) throw invalidPdu('Too many presentation contexts');
    } else if (item.type === ItemType.ApplicationContext) {
      if (applicationContext !== undefined) throw invalidPdu('The application context is given twice');
      applicationContext = uidText(item.value);
    } else if (item.type === ItemType.UserInformation) {
      if (userInformation) throw invalidPdu('The user information is given twice');
      userInformation = item;
    }
  }
  if (applicationContext === undefined) throw invalidPdu('The application context is missing');
  if (!userInformation) throw invalidPdu('The user information is missing');
  const fields = {
    protocolVersion: body.readUInt16BE(0),
    calledAeTitle: body.toString('latin1', 4, 20).trim(),
    callingAeTitle: body.toString('latin1', 20, 36).trim(),
    applicationContext,
    user: decodeUserInformation(userInformation.value),
  };
  return { fields, contextItems };
}

function decodeProposed(item: Item, limits: DimseLimits): ProposedContext {
  if (item.value.length < 4) throw invalidPdu('A presentation context is too short');
  let abstractSyntax: string | undefined;
  const transferSyntaxes: string[] = [];
  for (const sub of items(item.value, 4)) {
    if (sub.type === ItemType.AbstractSyntax) {
      if (abstractSyntax !== undefined) throw invalidPdu('A presentation context has two abstract syntaxes');
      abstractSyntax = uidText(sub.value);
    } else if (sub.type === ItemType.TransferSyntax) {
      if (transferSyntaxes.length === limits.transferSyntaxesPerContext) throw invalidPdu('Too many transfer syntaxes');
      transferSyntaxes.push(uidText(sub.value));
    }
  }
  if (abstractSyntax === undefined) throw invalidPdu('A presentation context has no abstract syntax');
  if (transferSyntaxes.length === 0) throw invalidPdu('A presentation context has no transfer syntax');
  return { id: item.value.readUInt8(0), abstractSyntax, transferSyntaxes };
}

function decodeAnswered(item: Item): AnsweredContext {
  if (item.value.length < 4) throw invalidPdu('A presentation context is too short');
  const id = item.value.readUInt8(0);
  const result = item.value.readUInt8(2);
  // The transfer syntax is not significant unless accepted, and may then be anything (PS3.8 Table 9-18).
  if (result !== ContextResult.Acceptance) return { id, result, transferSyntax: '' };
  for (const sub of items(item.value, 4)) {
    if (sub.type === ItemType.TransferSyntax) return { id, result, transferSyntax: uidText(sub.value) };
  }
  throw invalidPdu('An accepted presentation context has no transfer syntax');
}

function uniqueOddIds(contexts: readonly { readonly id: number }[]): void {
  const seen = new Set<number>();
  for (const { id } of contexts) {
    if (id % 2 === 0) throw invalidPdu('A presentation context ID is even');
    if (seen.has(id)) throw invalidPdu('A presentation context ID is used twice');
    seen.add(id);
  }
}
