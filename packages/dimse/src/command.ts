/** DIMSE messages as data: command fields, their elements and what each message must hold (PS3.7 9.3, Annex E). */

/** Command Field (0000,0100) values (PS3.7 E.1-1). A response is its request with bit 15 set. */
export const CommandField = {
  CStoreRq: 0x0001,
  CStoreRsp: 0x8001,
  CGetRq: 0x0010,
  CGetRsp: 0x8010,
  CFindRq: 0x0020,
  CFindRsp: 0x8020,
  CMoveRq: 0x0021,
  CMoveRsp: 0x8021,
  CEchoRq: 0x0030,
  CEchoRsp: 0x8030,
  NEventReportRq: 0x0100,
  NEventReportRsp: 0x8100,
  NGetRq: 0x0110,
  NGetRsp: 0x8110,
  NSetRq: 0x0120,
  NSetRsp: 0x8120,
  NActionRq: 0x0130,
  NActionRsp: 0x8130,
  NCreateRq: 0x0140,
  NCreateRsp: 0x8140,
  NDeleteRq: 0x0150,
  NDeleteRsp: 0x8150,
  CCancelRq: 0x0fff,
} as const;

export const RESPONSE_BIT = 0x8000;

/** DIMSE-N messages have a Command Field of 01x0H (PS3.7 E.1-1). */
export const isNormalized = (commandField: number): boolean => (commandField & 0x7f0f) === 0x0100;

/** Command Data Set Type (0000,0800) when no data set follows; anything else means one does. */
export const NO_DATA_SET = 0x0101;
export const HAS_DATA_SET = 0x0001;

type Kind = 'US' | 'UL' | 'UI' | 'AE' | 'LO' | 'AT';

/** Elements of group 0000 (PS3.7 E.1). */
export const COMMAND_ELEMENTS = {
  AffectedSOPClassUID: [0x0002, 'UI'],
  RequestedSOPClassUID: [0x0003, 'UI'],
  CommandField: [0x0100, 'US'],
  MessageID: [0x0110, 'US'],
  MessageIDBeingRespondedTo: [0x0120, 'US'],
  MoveDestination: [0x0600, 'AE'],
  Priority: [0x0700, 'US'],
  CommandDataSetType: [0x0800, 'US'],
  Status: [0x0900, 'US'],
  OffendingElement: [0x0901, 'AT'],
  ErrorComment: [0x0902, 'LO'],
  ErrorID: [0x0903, 'US'],
  AffectedSOPInstanceUID: [0x1000, 'UI'],
  RequestedSOPInstanceUID: [0x1001, 'UI'],
  EventTypeID: [0x1002, 'US'],
  AttributeIdentifierList: [0x1005, 'AT'],
  ActionTypeID: [0x1008, 'US'],
  NumberOfRemainingSuboperations: [0x1020, 'US'],
  NumberOfCompletedSuboperations: [0x1021, 'US'],
  NumberOfFailedSuboperations: [0x1022, 'US'],
  NumberOfWarningSuboperations: [0x1023, 'US'],
  MoveOriginatorApplicationEntityTitle: [0x1030, 'AE'],
  MoveOriginatorMessageID: [0x1031, 'US'],
} as const satisfies Record<string, readonly [number, Kind]>;

export type CommandKeyword = keyof typeof COMMAND_ELEMENTS;

type ValueOf<K extends Kind> = K extends 'US' | 'UL' ? number : K extends 'AT' ? readonly number[] : string;

/** A command set: the elements present, under their keywords. */
export type Command = {
  readonly [K in CommandKeyword]?: ValueOf<(typeof COMMAND_ELEMENTS)[K][1]>;
};

interface MessageRule {
  readonly name: string;
  /** Elements without which the message cannot be handled at all. */
  readonly required: readonly CommandKeyword[];
  readonly dataSet: 'always' | 'never' | 'maybe';
}

const RESPONSE = ['MessageIDBeingRespondedTo', 'Status'] as const satisfies readonly CommandKeyword[];

/** The messages of PS3.7 9.3 and 10.3. `required` lists only what correctness needs, since field devices omit more. */
export const MESSAGES: Readonly<Record<number, MessageRule>> = {
  [CommandField.CStoreRq]: { name: 'C-STORE-RQ', required: ['MessageID'], dataSet: 'always' },
  [CommandField.CStoreRsp]: { name: 'C-STORE-RSP', required: RESPONSE, dataSet: 'never' },
  [CommandField.CGetRq]: { name: 'C-GET-RQ', required: ['MessageID'], dataSet: 'always' },
  [CommandField.CGetRsp]: { name: 'C-GET-RSP', required: RESPONSE, dataSet: 'maybe' },
  [CommandField.CFindRq]: { name: 'C-FIND-RQ', required: ['MessageID'], dataSet: 'always' },
  [CommandField.CFindRsp]: { name: 'C-FIND-RSP', required: RESPONSE, dataSet: 'maybe' },
  [CommandField.CMoveRq]: { name: 'C-MOVE-RQ', required: ['MessageID'], dataSet: 'always' },
  [CommandField.CMoveRsp]: { name: 'C-MOVE-RSP', required: RESPONSE, dataSet: 'maybe' },
  [CommandField.CEchoRq]: { name: 'C-ECHO-RQ', required: ['MessageID'], dataSet: 'never' },
  [CommandField.CEchoRsp]: { name: 'C-ECHO-RSP', required: RESPONSE, dataSet: 'never' },
  [CommandField.NEventReportRq]: {
    name: 'N-EVENT-REPORT-RQ',
    required: ['MessageID', 'EventTypeID'],
    dataSet: 'maybe',
  },
  [CommandField.NEventReportRsp]: { name: 'N-EVENT-REPORT-RSP', required: RESPONSE, dataSet: 'maybe' },
  [CommandField.NGetRq]: { name: 'N-GET-RQ', required: ['MessageID'], dataSet: 'never' },
  [CommandField.NGetRsp]: { name: 'N-GET-RSP', required: RESPONSE, dataSet: 'maybe' },
  [CommandField.NSetRq]: { name: 'N-SET-RQ', required: ['MessageID'], dataSet: 'always' },
  [CommandField.NSetRsp]: { name: 'N-SET-RSP', required: RESPONSE, dataSet: 'maybe' },
  [CommandField.NActionRq]: { name: 'N-ACTION-RQ', required: ['MessageID', 'ActionTypeID'], dataSet: 'maybe' },
  [CommandField.NActionRsp]: { name: 'N-ACTION-RSP', required: RESPONSE, dataSet: 'maybe' },
  [CommandField.NCreateRq]: { name: 'N-CREATE-RQ', required: ['MessageID'], dataSet: 'maybe' },
  [CommandField.NCreateRsp]: { name: 'N-CREATE-RSP', required: RESPONSE, dataSet: 'maybe' },
  [CommandField.NDeleteRq]: { name: 'N-DELETE-RQ', required: ['MessageID'], dataSet: 'never' },
  [CommandField.NDeleteRsp]: { name: 'N-DELETE-RSP', required: RESPONSE, dataSet: 'never' },
  [CommandField.CCancelRq]: { name: 'C-CANCEL-RQ', required: ['MessageIDBeingRespondedTo'], dataSet: 'never' },
};
