import { type Command, CommandField } from '../command.ts';
import { STORAGE_UID, VERIFICATION_UID } from './raw-peer.ts';

export const storeRq = (uid: string, MessageID = 1): Command => ({
  AffectedSOPClassUID: STORAGE_UID,
  CommandField: CommandField.CStoreRq,
  MessageID,
  Priority: 0,
  AffectedSOPInstanceUID: uid,
});
export const echoRq = (MessageID: number): Command => ({
  AffectedSOPClassUID: VERIFICATION_UID,
  CommandField: CommandField.CEchoRq,
  MessageID,
});
export const cancelRq = (MessageIDBeingRespondedTo: number): Command => ({
  CommandField: CommandField.CCancelRq,
  MessageIDBeingRespondedTo,
});

export const echoRsp = (changes: Command = {}): Command => ({
  CommandField: CommandField.CEchoRsp,
  MessageIDBeingRespondedTo: 1,
  Status: 0,
  ...changes,
});

export const findRsp = (Status: number): Command => ({
  CommandField: CommandField.CFindRsp,
  MessageIDBeingRespondedTo: 1,
  Status,
});
export const getRsp = (Status: number): Command => ({ ...findRsp(Status), CommandField: CommandField.CGetRsp });
