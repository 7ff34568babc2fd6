/** From a message to what it means for us. Pure: the tester and the door use it alike. */
import { checkHeader, type Header, type Message, readHeader } from '@throughline/hl7';
import type { Mapping } from '../mapping.ts';
import { refuse } from '../refusal.ts';
import { interpretAccount } from './accounts.ts';
import { adtEvents, interpretAdt } from './adt.ts';
import { appointmentEvents, interpretAppointment } from './appointments.ts';
import type { Intent, Meaning } from './intents.ts';
import { interpretOrders } from './orders.ts';
import type { Reading } from './reading.ts';
import { documentEvents, interpretDocument, interpretResults } from './reports.ts';
import { interpretVisit } from './visits.ts';

export type { Intent, Meaning } from './intents.ts';

export interface Interpreter {
  readonly mapping: Mapping;
  readonly issuer: string;
}

type Interpret = (reading: Reading, event: string) => Intent[];

/** By message code and, where it matters, event (HL7 tables 0076 and 0003). */
const interpreters: Readonly<Record<string, { readonly events?: readonly string[]; readonly interpret: Interpret }>> = {
  ADT: { events: Object.keys(adtEvents), interpret: interpretAdt },
  ORM: { events: ['O01', ''], interpret: interpretOrders },
  OMI: { events: ['O23', ''], interpret: interpretOrders },
  OMG: { events: ['O19', ''], interpret: interpretOrders },
  SIU: { events: Object.keys(appointmentEvents), interpret: interpretAppointment },
  ORU: { events: ['R01', 'R30', 'R31', 'R32', ''], interpret: interpretResults },
  MDM: { events: Object.keys(documentEvents), interpret: interpretDocument },
};

const isIgnored = ({ messageCode, triggerEvent }: Header, { ignore }: Mapping): boolean =>
  ignore.includes(`${messageCode}^${triggerEvent}`) || ignore.includes(`${messageCode}^*`);

const interpreterOf = ({ messageCode, triggerEvent }: Header): Interpret => {
  const entry = Object.hasOwn(interpreters, messageCode) ? interpreters[messageCode] : undefined;
  // Queries that there is an answer to never come here.
  if (entry === undefined && ['QBP', 'QCN'].includes(messageCode))
    return refuse('201', 'This query is not answered here.', 'MSH-9');
  if (entry === undefined) return refuse('200', 'This message type is not processed here.', 'MSH-9');
  if (entry.events !== undefined && !entry.events.includes(triggerEvent))
    return refuse('201', 'This event is not processed here.', 'MSH-9');
  return entry.interpret;
};

/**
 * What MSH alone says against a message: control ID, version, processing ID, type and event, by which it is accepted or rejected before it is looked
 * into (2.9.3.2).
 * @throws Hl7Error or Refusal
 */
export const checkAcceptable = (header: Header, mapping: Mapping): void => {
  checkHeader(header);
  if (header.version !== '' && !/^2\.[1-9](\.\d)?$/.test(header.version))
    refuse('203', 'This version is not spoken here.', 'MSH-12');
  if (['T', 'D'].includes(header.processingId) && !mapping.acceptTest)
    refuse('202', 'Messages for test or debugging are not taken from this sender.', 'MSH-11');
  if (!isIgnored(header, mapping)) interpreterOf(header);
};

/** 'ignored': the sender's mapping says that it is only answered. */
export const interpretMessage = (message: Message, { mapping, issuer }: Interpreter): Meaning | 'ignored' => {
  const header = readHeader(message);
  checkAcceptable(header, mapping);
  if (isIgnored(header, mapping)) return 'ignored';
  const flags = new Set<string>(message.charsetFaults);
  const reading = { message, mapping, issuer, flags };
  const said = interpreterOf(header)(reading, header.triggerEvent);
  const intents = [...said, ...interpretVisit(reading, header, said), ...interpretAccount(reading, header, said)];
  return { header, intents, flags: [...flags] };
};
