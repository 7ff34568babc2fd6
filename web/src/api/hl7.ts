/** What those who look after the interfaces of HL7 v2 ask and change. */
import { queryOptions } from '@tanstack/react-query';
import {
  type DestinationInput,
  destination,
  destinationTest,
  type MessageSourceInput,
  messageSource,
  messageTested,
  outgoingMessage,
} from '@throughline/contract';
import { get, send } from './client.ts';

const again = 5_000;
const nothing = () => undefined;

export const receiversQuery = queryOptions({
  queryKey: ['hl7', 'receivers'],
  queryFn: ({ signal }) => get('/api/hl7/destinations', (json) => destination.array().parse(json), signal),
  refetchInterval: again,
});

export const sendersQuery = queryOptions({
  queryKey: ['hl7', 'senders'],
  queryFn: ({ signal }) => get('/api/hl7/sources', (json) => messageSource.array().parse(json), signal),
});

export const sentQuery = (name: string) =>
  queryOptions({
    queryKey: ['hl7', 'sent', name],
    queryFn: ({ signal }) =>
      get(
        `/api/hl7/outgoing?limit=20&destination=${encodeURIComponent(name)}`,
        (json) => outgoingMessage.array().parse(json),
        signal,
      ),
    refetchInterval: again,
  });

const receiver = (name: string): string => `/api/hl7/destinations/${encodeURIComponent(name)}`;
const sender = (name: string): string => `/api/hl7/sources/${encodeURIComponent(name)}`;
const sent = (id: string): string => `/api/hl7/outgoing/${encodeURIComponent(id)}`;

export const putReceiver = (name: string, input: DestinationInput) => send('PUT', receiver(name), input, nothing);

export const removeReceiver = (name: string) => send('DELETE', receiver(name), undefined, nothing);

export const pauseReceiver = (name: string, paused: boolean) =>
  send('PUT', `${receiver(name)}/pause`, { paused }, nothing);

export const testReceiver = (name: string) =>
  send('POST', `${receiver(name)}/test`, {}, (json) => destinationTest.parse(json));

export const putSender = (name: string, input: MessageSourceInput) => send('PUT', sender(name), input, nothing);

export const removeSender = (name: string) => send('DELETE', sender(name), undefined, nothing);

/** By the mapping as it stands in the form, whether it is kept or not. */
export const tryMessage = (message: string, sourceName: string, mapping: MessageSourceInput['mapping']) =>
  send('POST', '/api/hl7/test', { message, sourceName, mapping }, (json) => messageTested.parse(json));

export const resend = (id: string) => send('POST', `${sent(id)}/resend`, {}, nothing);

export const setSentAside = (id: string) => send('POST', `${sent(id)}/set-aside`, {}, nothing);
