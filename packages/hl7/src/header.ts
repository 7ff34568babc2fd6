/** MSH (2.15.9): who sends what to whom, in which version, and how it wants to be answered. */
import { utcMoment } from './data-types.ts';
import { Hl7Error } from './errors.ts';
import type { Message } from './message.ts';

/** When an acknowledgement is wanted (HL7 table 0155). */
export type AckCondition = 'AL' | 'NE' | 'ER' | 'SU';

export interface Header {
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  readonly sentAt: string;
  /** when what it tells was recorded: EVN-2, else MSH-7; YYYY[MM[DD[HH[MM[SS]]]]], of UTC where a zone is said */
  readonly recordedAt: string | undefined;
  /** ADT, A01, ADT_A01 */
  readonly messageCode: string;
  readonly triggerEvent: string;
  readonly structure: string;
  readonly controlId: string;
  readonly processingId: string;
  readonly version: string;
  readonly acceptAck: AckCondition | undefined;
  readonly applicationAck: AckCondition | undefined;
}

const conditions: readonly AckCondition[] = ['AL', 'NE', 'ER', 'SU'];
const conditionOf = (text: string): AckCondition | undefined => conditions.find((one) => one === text);

/** The event of a message whose MSH-9 is only its structure or code, as some send it: EVN-1 says it then. */
const eventOf = (message: Message): string => {
  const { header } = message;
  const own = header.text(9, 2);
  if (own !== '') return own;
  const [, event] = /^[A-Z]{3}_([A-Z]\d{2})$/.exec(header.text(9, 3)) ?? [];
  return event ?? message.one('EVN')?.text(1) ?? '';
};

const recordedAt = (message: Message): string | undefined => {
  const event = message.one('EVN')?.first(2);
  return (event && utcMoment(event)) ?? utcMoment(message.header.first(7));
};

export const readHeader = (message: Message): Header => {
  const { header } = message;
  return {
    sendingApplication: header.text(3),
    sendingFacility: header.text(4),
    receivingApplication: header.text(5),
    receivingFacility: header.text(6),
    sentAt: header.text(7),
    recordedAt: recordedAt(message),
    messageCode: header.text(9),
    triggerEvent: eventOf(message),
    structure: header.text(9, 3),
    controlId: header.text(10),
    processingId: header.text(11),
    version: header.text(12),
    acceptAck: conditionOf(header.text(15)),
    applicationAck: conditionOf(header.text(16)),
  };
};

/** Enhanced mode (2.9.3): either condition is there. */
export const isEnhanced = (header: Header): boolean =>
  header.acceptAck !== undefined || header.applicationAck !== undefined;

const longestControlId = 199;

/** @throws Hl7Error when a field is missing without which a message cannot be answered or understood (2.15.9) */
export const checkHeader = (header: Header): void => {
  if (header.messageCode === '') throw new Hl7Error('bad-header', 'The message type is missing', 'MSH-9');
  if (header.controlId === '') throw new Hl7Error('bad-header', 'The control ID is missing', 'MSH-10');
  if (header.controlId.length > longestControlId) throw new Hl7Error('limit', 'The control ID is too long', 'MSH-10');
};
