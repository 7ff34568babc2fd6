/** The forms of receivers and senders as text, and back: what an empty field means, and what stays as it is. */
import type { Destination, DestinationInput, MessageSource, MessageSourceInput } from '@throughline/contract';
import { type Draft, given, text } from '../../components/draft.ts';

const onOff = (is: boolean | undefined): string => (is === false ? 'no' : 'yes');
const json = (value: unknown): string => JSON.stringify(value ?? {}, null, 2);

/** @throws Error that says what a mapping is */
export const parseMapping = (text: string): Record<string, unknown> => {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // It is said below.
  }
  throw new Error('The mapping is JSON: { "name": value, … }.');
};

export const receiverDraft = (one: Destination | undefined): Draft => ({
  name: '',
  host: one?.host ?? '',
  port: one ? String(one.port) : '',
  secure: one?.tls ? 'yes' : 'no',
  ca: one?.tls?.ca ?? '',
  certificate: one?.tls?.certificate ?? '',
  key: '',
  serverName: one?.tls?.serverName ?? '',
  version: one?.version ?? '2.5.1',
  charset: one?.charset ?? 'UNICODE UTF-8',
  sendingApplication: one?.sendingApplication ?? 'THROUGHLINE',
  sendingFacility: one?.sendingFacility ?? '',
  receivingApplication: one?.receivingApplication ?? '',
  receivingFacility: one?.receivingFacility ?? '',
  events: (one?.events ?? ['report']).join(' '),
  issuer: one?.issuer ?? '',
  sourceName: one?.sourceName ?? '',
  mapping: json(one?.mapping),
  enabled: onOff(one?.enabled),
});

/** The server is the judge of it: whatever is wrong comes back as its sentence. */
export const receiverInput = (draft: Draft): DestinationInput => {
  const tls = given(draft, 'ca', 'certificate', 'key', 'serverName');
  return {
    host: text(draft, 'host'),
    port: Number(text(draft, 'port')),
    ...(draft.secure === 'yes' && { tls }),
    version: text(draft, 'version'),
    charset: text(draft, 'charset'),
    sendingApplication: text(draft, 'sendingApplication'),
    ...given(draft, 'sendingFacility', 'receivingApplication', 'receivingFacility', 'issuer', 'sourceName'),
    events: text(draft, 'events').split(/[\s,]+/) as DestinationInput['events'],
    mapping: parseMapping(draft.mapping ?? ''),
    enabled: draft.enabled === 'yes',
  };
};

export const senderDraft = (one: MessageSource | undefined): Draft => ({
  name: '',
  sendingApplication: one?.sendingApplication ?? '',
  sendingFacility: one?.sendingFacility ?? '',
  address: one?.address ?? '',
  certificate: one?.certificate ?? '',
  issuer: one?.issuer ?? '',
  mapping: json(one?.mapping),
  enabled: onOff(one?.enabled),
});

export const senderInput = (draft: Draft): MessageSourceInput => ({
  sendingApplication: text(draft, 'sendingApplication'),
  address: text(draft, 'address'),
  issuer: text(draft, 'issuer'),
  ...given(draft, 'sendingFacility', 'certificate'),
  mapping: parseMapping(draft.mapping ?? ''),
  enabled: draft.enabled === 'yes',
});
