/** DIMSE status codes in use here (PS3.7 Annex C; PS3.4 Annexes B and C). */
export const Status = {
  Success: 0x0000,
  SopClassNotSupported: 0x0122,
  ClassInstanceConflict: 0x0119,
  DuplicateSopInstance: 0x0111,
  DuplicateInvocation: 0x0210,
  InvalidSopInstance: 0x0117,
  MistypedArgument: 0x0212,
  NotAuthorized: 0x0124,
  ProcessingFailure: 0x0110,
  UnrecognizedOperation: 0x0211,
  OutOfResources: 0xa700,
  /** C-GET and C-MOVE: Out of Resources - unable to calculate number of matches. */
  UnableToCountMatches: 0xa701,
  /** C-GET and C-MOVE: Out of Resources - unable to perform sub-operations. */
  UnableToPerformSuboperations: 0xa702,
  MoveDestinationUnknown: 0xa801,
  /** Data Set (C-STORE) or Identifier (C-FIND, C-GET, C-MOVE) does not match SOP Class. */
  DoesNotMatchSopClass: 0xa900,
  CannotUnderstand: 0xc000,
  CoercionOfDataElements: 0xb000,
  /** C-GET and C-MOVE: sub-operations complete, one or more failures. */
  SuboperationsFailed: 0xb000,
  DataSetDoesNotMatchSopClass: 0xb007,
  Cancel: 0xfe00,
  Pending: 0xff00,
  PendingWithUnsupportedKeys: 0xff01,
} as const;

export type StatusCategory = 'success' | 'warning' | 'pending' | 'cancel' | 'failure';

/** The class of a status (PS3.7 C.1); what no table lists counts as failure. */
export function statusCategory(status: number): StatusCategory {
  if (status === Status.Success) return 'success';
  if (status === Status.Pending || status === Status.PendingWithUnsupportedKeys) return 'pending';
  if (status === Status.Cancel) return 'cancel';
  const warning = status === 0x0001 || (status & 0xf000) === 0xb000 || status === 0x0107 || status === 0x0116;
  return warning ? 'warning' : 'failure';
}
