/** From a message to what it means for us. Pure: the tester and the door use it alike. */
import { checkHeader, type Header, type Message, readHeader } from '@throughline/hl7';
import type { Mapping } from '../mapping.ts';
import { refuse } from '../refusal.ts';
import { interpretAccount } from './accounts.ts';
import { interpretAdt } from './adt.ts';
import { interpretAppointment } from './appointments.ts';
import type { Intent, Meaning } from './intents.ts';
import { interpretOrders } from './orders.ts';
import type { Reading } from './reading.ts';
import { interpretDocument, interpretResults } from './reports.ts';
import { interpretVisit } from './visits.ts';

export type { Intent, Meaning } from './intents.ts';

export interface Interpreter {
  readonly mapping: Mapping;
  readonly issuer: string;
}

type Interpret = (reading: Reading, event: string) => Intent[];

/** By message code and, where it matters, event (HL7 tables 0076 and 0003). */
const interpreters: Readonly<Record<string, { readonly events?: readonly string[]; readonly interpret: Interpret }>> = {
  ADT: { interpret: interpretAdt },
  ORM: { events: ['O01', ''], interpret: interpretOrders },
  OMI: { events: ['O23', ''], interpret: interpretOrders },
  OMG: { events: ['O19', ''], interpret: interpretOrders },
  SIU: { interpret: interpretAppointment },
  ORU: { events: ['R01', 'R30', 'R31', 'R32', ''], interpret: interpretResults },
  MDM: { interpret: interpretDocument },
};

const isIgnored = ({ messageCode, triggerEvent }: Header, { ignore }: Mapping): boolean =>
  ignore.includes(`${messageCode}^${triggerEvent}`) || ignore.includes(`${messageCode}^*`);

const intentsOf = (reading: Reading, header: Header): readonly Intent[] => {
  const { messageCode, triggerEvent } = header;
  const entry = Object.hasOwn(interpreters, messageCode) ? interpreters[messageCode] : undefined;
  // Queries that there is an answer to never come here.
  if (entry === undefined && ['QBP', 'QCN'].includes(messageCode))
    return refuse('201', 'This query is not answered here.', 'MSH-9');
  if (entry === undefined) return refuse('200', 'This message type is not processed here.', 'MSH-9');
  if (entry.events !== undefined && !entry.events.includes(triggerEvent))
    return refuse('201', 'This event is not processed here.', 'MSH-9');
  return entry.interpret(reading, triggerEvent);
};

/** 'ignored': the sender's mapping says that it is only answered. */
export const interpretMessage = (message: Message, { mapping, issuer }: Interpreter): Meaning | 'ignored' => {
  const header = readHeader(message);
  checkHeader(header);
  if (header.version !== '' && !/^2\.[1-9](\.\d)?$/.test(header.version))
    return refuse('203', 'This version is not spoken here.', 'MSH-12');
  if (['T', 'D'].includes(header.processingId) && !mapping.acceptTest)
    return refuse('202', 'Messages for test or debugging are not taken from this sender.', 'MSH-11');
  if (isIgnored(header, mapping)) return 'ignored';
  const flags = new Set<string>(message.charsetFaults);
  const reading = { message, mapping, issuer, flags };
  const said = intentsOf(reading, header);
  const intents = [...said, ...interpretVisit(reading, header, said), ...interpretAccount(reading, header, said)];
  return { header, intents, flags: [...flags] };
};
