import { type Dataset, encodeDataset } from '@throughline/dicom';
import type { IncomingRequest } from './channel.ts';
import { type Command, CommandField, type CommandKeyword } from './command.ts';
import { safeUid } from './command-codec.ts';
import { failure } from './errors.ts';
import type { StatusAnswer } from './handlers.ts';
import { readIdentifier } from './identifier.ts';
import { Status } from './status.ts';

/** The DIMSE-N services (PS3.7 10.1). */
export type NormalizedOperation = 'event-report' | 'get' | 'set' | 'action' | 'create' | 'delete';

interface OperationRow {
  readonly field: number;
  /** Where the SOP class and instance stand: an N-CREATE and an N-EVENT-REPORT affect one, the others request one. */
  readonly sopClass: CommandKeyword & ('AffectedSOPClassUID' | 'RequestedSOPClassUID');
  readonly sopInstance: CommandKeyword & ('AffectedSOPInstanceUID' | 'RequestedSOPInstanceUID');
  readonly type?: CommandKeyword & ('EventTypeID' | 'ActionTypeID');
}

const affected = { sopClass: 'AffectedSOPClassUID', sopInstance: 'AffectedSOPInstanceUID' } as const;
const requested = { sopClass: 'RequestedSOPClassUID', sopInstance: 'RequestedSOPInstanceUID' } as const;

/** PS3.7 10.3.1 to 10.3.6. */
export const NORMALIZED: Readonly<Record<NormalizedOperation, OperationRow>> = {
  'event-report': { field: CommandField.NEventReportRq, ...affected, type: 'EventTypeID' },
  get: { field: CommandField.NGetRq, ...requested },
  set: { field: CommandField.NSetRq, ...requested },
  action: { field: CommandField.NActionRq, ...requested, type: 'ActionTypeID' },
  create: { field: CommandField.NCreateRq, ...affected },
  delete: { field: CommandField.NDeleteRq, ...requested },
};

const byField = new Map(
  Object.entries(NORMALIZED).map(([operation, { field }]) => [field, operation as NormalizedOperation]),
);

export interface NormalizedRequest {
  readonly operation: NormalizedOperation;
  readonly sopClassUid: string;
  /** Digits and dots, at most 64. Only an N-CREATE may leave it to the SCP. */
  readonly sopInstanceUid: string | undefined;
  /** Event Type ID or Action Type ID. */
  readonly typeId: number | undefined;
  /** Attribute Identifier List of an N-GET. */
  readonly attributes: readonly number[];
  readonly dataset: Dataset | undefined;
}

export interface NormalizedAnswer extends StatusAnswer {
  /** Given by the SCP to what an N-CREATE without one made. */
  readonly sopInstanceUid?: string;
  /** Error ID (0000,0903): why, in the numbers of the SOP class, e.g. A710 of PS3.4 F.7.2.1.4. */
  readonly errorId?: number;
  /** Attribute Identifier List (0000,1005): which attributes a status 0105, 0106 or 0107 is about (PS3.7 C.4.2, C.5). */
  readonly attributes?: readonly number[];
  readonly dataset?: Dataset;
}

async function datasetOf({ identifier, context }: IncomingRequest): Promise<Dataset | undefined> {
  if (!identifier) return undefined;
  try {
    return await readIdentifier(identifier, context.transferSyntax);
  } catch {
    throw failure(Status.ProcessingFailure, 'The data set cannot be read');
  }
}

/** One presentation context may stand for its SOP class and for those that go with it (PS3.4 H.4.1, Meta SOP Classes); none of these is served here. */
export async function normalizedRequest(request: IncomingRequest): Promise<NormalizedRequest> {
  const { command, context } = request;
  const operation = byField.get(command.CommandField ?? 0);
  if (operation === undefined) throw failure(Status.UnrecognizedOperation);
  const row = NORMALIZED[operation];
  const sopClassUid = command[row.sopClass];
  if (sopClassUid !== context.abstractSyntax)
    throw failure(Status.SopClassNotSupported, 'Not the negotiated SOP class');
  const told = command[row.sopInstance];
  const sopInstanceUid = safeUid(told);
  const mayBeAbsent = operation === 'create' && (told === undefined || told === '');
  if (sopInstanceUid === undefined && !mayBeAbsent)
    throw failure(Status.InvalidSopInstance, 'Malformed SOP instance UID');
  return {
    operation,
    sopClassUid,
    sopInstanceUid,
    typeId: row.type && command[row.type],
    attributes: command.AttributeIdentifierList ?? [],
    dataset: await datasetOf(request),
  };
}

/** What a response repeats of its request: always as affected, whatever the request called it (PS3.7 10.3). */
export function normalizedResponse({ operation, ...request }: NormalizedRequest, answer: NormalizedAnswer): Command {
  const sopInstanceUid = answer.sopInstanceUid ?? request.sopInstanceUid;
  const row = NORMALIZED[operation];
  return {
    AffectedSOPClassUID: request.sopClassUid,
    ...(sopInstanceUid !== undefined && { AffectedSOPInstanceUID: sopInstanceUid }),
    ...(row.type && request.typeId !== undefined && { [row.type]: request.typeId }),
    ...(answer.errorId !== undefined && { ErrorID: answer.errorId }),
    ...(answer.attributes && answer.attributes.length > 0 && { AttributeIdentifierList: answer.attributes }),
  };
}

export interface NormalizedMessage {
  readonly sopClassUid: string;
  readonly sopInstanceUid?: string;
  readonly typeId?: number;
  readonly attributes?: readonly number[];
  readonly dataset?: Dataset;
}

/** The command of a request, without its Message ID. */
export function normalizedCommand(
  operation: NormalizedOperation,
  message: NormalizedMessage,
): Command & { readonly CommandField: number } {
  const row = NORMALIZED[operation];
  return {
    CommandField: row.field,
    [row.sopClass]: message.sopClassUid,
    ...(message.sopInstanceUid !== undefined && { [row.sopInstance]: message.sopInstanceUid }),
    ...(row.type && message.typeId !== undefined && { [row.type]: message.typeId }),
    ...(message.attributes && message.attributes.length > 0 && { AttributeIdentifierList: message.attributes }),
  };
}

export const encoded = (dataset: Dataset | undefined, transferSyntaxUid: string): Uint8Array | undefined =>
  dataset && encodeDataset(dataset, transferSyntaxUid);
