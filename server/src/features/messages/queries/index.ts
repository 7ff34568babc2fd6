/** Queries of HL7 v2: they change nothing, and are answered at once to a sender that may ask. */
import { type Header, type Message, writeAck, writeQueryResponse } from '@throughline/hl7';
import { type Principal, withConsents } from '../../access/index.ts';
import type { Context } from '../../context.ts';
import type { MessageSource } from '../sources.ts';
import type { Found } from './found.ts';
import { answerPdq } from './pdq.ts';
import { answerPix } from './pix.ts';

type Answer = (context: Context, source: MessageSource, message: Message) => Promise<Found>;

const queries: Readonly<Record<string, { readonly answer: Answer; readonly type: readonly [string, string, string] }>> =
  {
    // IHE ITI TF-2 3.9
    Q23: { answer: answerPix, type: ['RSP', 'K23', 'RSP_K23'] },
    // IHE ITI TF-2 3.21
    Q22: { answer: answerPdq, type: ['RSP', 'K22', 'RSP_K21'] },
  };

/** Nothing is kept of a query that is continued: that it is given up is only acknowledged (ITI TF-2 3.21.4.3). */
const isCancelled = ({ messageCode, triggerEvent }: Partial<Header>): boolean =>
  messageCode === 'QCN' && triggerEvent === 'J01';

export const isQuery = (header: Partial<Header>): boolean =>
  isCancelled(header) || (header.messageCode === 'QBP' && Object.hasOwn(queries, header.triggerEvent ?? ''));

const notAllowed: Found = {
  status: 'AR',
  patients: [],
  error: { condition: '207', text: 'This sender may not ask about patients.' },
};

/** A sender files, or asks, each as its mapping says; asking is reading, and written down as such. */
export const answerQuery = async (
  context: Context,
  source: MessageSource,
  header: Header,
  query: Message,
  controlId: string,
): Promise<Uint8Array> => {
  if (isCancelled(header)) return writeAck({ code: 'AA', header, controlId, at: context.clock() });
  const { answer, type } = queries[header.triggerEvent] ?? { answer: answerPix, type: ['RSP', 'K23', 'RSP_K23'] };
  const reader: Principal = { ...source.principal, rights: new Set(['read']) };
  const asking: MessageSource = { ...source, principal: await withConsents(context, reader) };
  const found = source.mapping.mayQuery ? await answer(context, asking, query) : notAllowed;
  return writeQueryResponse({ header, query, controlId, at: context.clock(), type, ...found });
};
