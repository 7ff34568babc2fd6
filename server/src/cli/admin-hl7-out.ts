/** `throughline admin hl7 destination`, `sent`, `resend`, `set-aside`: to whom messages go, and how they fared. */
import { parseArgs } from 'node:util';
import type { OutgoingState } from '../db/index.ts';
import {
  listDestinations,
  listOutgoing,
  putDestination,
  readOutgoing,
  removeDestination,
  resendOutgoing,
  setOutgoingMessageAside,
} from '../features/outgoing/index.ts';
import { type Actions, onlyOne, printAll, readJson, readText } from './admin-arguments.ts';
import { print, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const hl7OutHelp = `       throughline admin hl7 destination list
       throughline admin hl7 destination put NAME --host HOST --port PORT --events report,document,order-status,identifiers,patient,merge
                                --application MSH-3 [--facility MSH-4] [--to-application MSH-5] [--to-facility MSH-6]
                                [--hl7-version 2.5.1] [--charset "UNICODE UTF-8"] [--issuer ISSUER] [--source NAME]
                                [--tls] [--ca FILE] [--certificate FILE --key FILE] [--server-name NAME]
                                [--mapping FILE.json] [--disabled]
       throughline admin hl7 destination remove NAME
       throughline admin hl7 sent [--state waiting|sent|refused|failed] [--destination NAME] [--limit N]
       throughline admin hl7 sent-show ID
       throughline admin hl7 resend ID
       throughline admin hl7 set-aside ID

Messages to others: reports (ORU), the same as documents (MDM), the status of orders (ORM, OMG, OMI), the identifiers of a person when they change (PIX update
notification, ITI-10, ADT^A31), patients (A08) and merges (A40), each only to whom it is registered for, and from then on.

  --issuer     the assigning authority whose numbers the receiver knows: they come first in PID-3
  --source     the source of messages that is the same system: what it told is not told to it
  --mapping    how messages are written, as JSON: authorities, reportStatus, orderMessage, domains, onlyKnown, documents,
               measurements, triesOnError, giveUpHours, answerSeconds (docs/conformance/hl7.md)
  resend       sends a message again that was refused or given up, under its own MSH-10`;

const read = (file: string | undefined): string | undefined => (file === undefined ? undefined : readText(file));

const put = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      events: { type: 'string' },
      application: { type: 'string' },
      facility: { type: 'string' },
      'to-application': { type: 'string' },
      'to-facility': { type: 'string' },
      'hl7-version': { type: 'string', default: '2.5.1' },
      charset: { type: 'string' },
      issuer: { type: 'string' },
      source: { type: 'string' },
      tls: { type: 'boolean' },
      ca: { type: 'string' },
      certificate: { type: 'string' },
      key: { type: 'string' },
      'server-name': { type: 'string' },
      mapping: { type: 'string' },
      disabled: { type: 'boolean' },
    },
  });
  const name = onlyOne(positionals, 'the name of one destination');
  const { host, port, events, application, ca, certificate, key } = values;
  if (host === undefined || port === undefined || events === undefined || application === undefined)
    throw new UsageError('Give --host, --port, --events and --application.');
  const secure = values.tls === true || [ca, certificate, key, values['server-name']].some((one) => one !== undefined);
  const tls = { ca: read(ca), certificate: read(certificate), key: read(key), serverName: values['server-name'] };
  const input = {
    host,
    port: Number(port),
    tls: secure ? tls : undefined,
    version: values['hl7-version'],
    charset: values.charset,
    sendingApplication: application,
    sendingFacility: values.facility,
    receivingApplication: values['to-application'],
    receivingFacility: values['to-facility'],
    events: events.split(','),
    issuer: values.issuer,
    sourceName: values.source,
    mapping: values.mapping === undefined ? {} : readJson(values.mapping),
    enabled: values.disabled !== true,
  };
  await withHub((context, principal) => putDestination(context, principal, name, input));
  print({ name, registered: true });
  return 0;
};

const list = async (): Promise<number> => {
  return printAll('destinations', await withHub(listDestinations));
};

const remove = async (args: readonly string[]): Promise<number> => {
  const name = onlyOne(args, 'the name of one destination');
  await withHub((context, principal) => removeDestination(context, principal, name));
  print({ name, removed: true });
  return 0;
};

const states: readonly OutgoingState[] = ['waiting', 'sent', 'refused', 'failed'];

const sent = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      state: { type: 'string' },
      destination: { type: 'string' },
      limit: { type: 'string', default: '100' },
    },
  });
  const state = states.find((one) => one === values.state);
  if (values.state !== undefined && state === undefined)
    throw new UsageError(`--state is one of ${states.join(', ')}.`);
  if (!/^[1-9]\d{0,3}$/.test(values.limit)) throw new UsageError('--limit must be a number up to 1000.');
  const filter = { states: state && [state], destination: values.destination, limit: Number(values.limit) };
  return printAll('messages', await withHub((context, principal) => listOutgoing(context, principal, filter)));
};

const show = async (args: readonly string[]): Promise<number> => {
  const id = onlyOne(args, 'the ID of one message');
  const bytes = await withHub((context, principal) => readOutgoing(context, principal, id));
  print(Buffer.from(bytes).toString('utf8').replaceAll('\r', '\n'));
  return 0;
};

const resend = async (args: readonly string[]): Promise<number> => {
  const id = onlyOne(args, 'the ID of one message');
  print(await withHub((context, principal) => resendOutgoing(context, principal, id)));
  return 0;
};

const setAside = async (args: readonly string[]): Promise<number> => {
  const id = onlyOne(args, 'the ID of one message');
  await withHub((context, principal) => setOutgoingMessageAside(context, principal, id));
  print({ id, setAside: true });
  return 0;
};

export const hl7OutActions: Actions = {
  'destination put': put,
  'destination list': list,
  'destination remove': remove,
  sent,
  'sent-show': show,
  resend,
  'set-aside': setAside,
};
