/** `throughline admin hl7`: who may send messages, what came, and how a message reads. */
import { parseArgs } from 'node:util';
import { messagesOfFile } from '@throughline/hl7';
import type { Hl7MessageState } from '../db/index.ts';
import {
  findMessageSource,
  listMessageSources,
  listMessages,
  putMessageSource,
  readMessage,
  removeMessageSource,
  replayMessage,
  type Tested,
  testMessage,
} from '../features/messages/index.ts';
import { type Actions, onlyOne, printAll, readBytes, readJson } from './admin-arguments.ts';
import { hl7OutActions, hl7OutHelp } from './admin-hl7-out.ts';
import { print, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const hl7Help = `       throughline admin hl7 source list
       throughline admin hl7 source put NAME --application MSH-3 [--facility MSH-4] --address IP|NETWORK --issuer ISSUER
                                [--certificate SHA256] [--mapping FILE.json] [--disabled]
       throughline admin hl7 source remove NAME
       throughline admin hl7 messages [--state waiting|done|ignored|refused|failed] [--source NAME] [--control-id ID] [--limit N]
       throughline admin hl7 show ID
       throughline admin hl7 replay ID
       throughline admin hl7 test FILE [--source NAME | --issuer ISSUER]

HL7 v2 messages by MLLP (THROUGHLINE_HL7_PORT). A message is taken only of a sender that is listed by MSH-3, MSH-4 and address.

  --issuer     the assigning authority of patient identifiers that come without one, and of accession numbers
  --mapping    how its fields are read where that departs from what is usual, as JSON: authorities, patientIdTypes, accessionNumber,
               studyInstanceUid, modality, modalities, stations, reportStatus, ignore, acceptTest (docs/conformance/hl7.md)
  messages     what came, the newest first; with --state refused the dead letters, each with its cause
  replay       processes a message again that had no effect, e.g. after a change of the mapping
  test         shows each message of a file and what it would become with the sender's mapping; nothing is kept

Example: throughline admin hl7 source put ris --application RIS --facility COUNTY --address 10.20.0.9 --issuer COUNTY

${hl7OutHelp}`;

const putSource = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      application: { type: 'string' },
      facility: { type: 'string' },
      address: { type: 'string' },
      issuer: { type: 'string' },
      certificate: { type: 'string' },
      mapping: { type: 'string' },
      disabled: { type: 'boolean' },
    },
  });
  const name = onlyOne(positionals, 'the name of one source');
  const { application, address, issuer, mapping } = values;
  if (application === undefined || address === undefined || issuer === undefined)
    throw new UsageError('Give --application, --address and --issuer.');
  const input = {
    sendingApplication: application,
    sendingFacility: values.facility,
    address,
    issuer,
    certificate: values.certificate,
    enabled: values.disabled !== true,
    ...(mapping !== undefined && { mapping: readJson(mapping) }),
  };
  await withHub((context, principal) => putMessageSource(context, principal, name, input));
  print({ name, registered: true });
  return 0;
};

const listSources = async (): Promise<number> => {
  return printAll('sources', await withHub(listMessageSources));
};

const removeSource = async (args: readonly string[]): Promise<number> => {
  const name = onlyOne(args, 'the name of one source');
  await withHub((context, principal) => removeMessageSource(context, principal, name));
  print({ name, removed: true });
  return 0;
};

const states: readonly Hl7MessageState[] = ['waiting', 'done', 'ignored', 'refused', 'failed'];

const stateOf = (text: string | undefined): readonly Hl7MessageState[] | undefined => {
  if (text === undefined) return undefined;
  const state = states.find((one) => one === text);
  if (state === undefined) throw new UsageError(`--state is one of ${states.join(', ')}.`);
  return [state];
};

const messages = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      state: { type: 'string' },
      source: { type: 'string' },
      'control-id': { type: 'string' },
      limit: { type: 'string', default: '100' },
    },
  });
  if (!/^[1-9]\d{0,3}$/.test(values.limit)) throw new UsageError('--limit must be a number up to 1000.');
  const filter = {
    states: stateOf(values.state),
    sourceName: values.source,
    controlId: values['control-id'],
    limit: Number(values.limit),
  };
  return printAll('messages', await withHub((context, principal) => listMessages(context, principal, filter)));
};

const show = async (args: readonly string[]): Promise<number> => {
  const id = onlyOne(args, 'the ID of one message');
  const bytes = await withHub((context, principal) => readMessage(context, principal, id));
  print(Buffer.from(bytes).toString('utf8').replaceAll('\r', '\n'));
  return 0;
};

const replay = async (args: readonly string[]): Promise<number> => {
  const id = onlyOne(args, 'the ID of one message');
  print(await withHub((context, principal) => replayMessage(context, principal, id)));
  return 0;
};

const test = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { source: { type: 'string' }, issuer: { type: 'string' } },
  });
  const bytes = readBytes(onlyOne(positionals, 'one file'));
  const tested = await withHub(async (context, principal): Promise<readonly Tested[]> => {
    const source =
      values.source === undefined
        ? { issuer: values.issuer ?? 'TEST' }
        : await findMessageSource(context, principal, values.source);
    return messagesOfFile(bytes).map((message) => testMessage(principal, message, source));
  });
  for (const one of tested) print(one);
  const count = (outcome: Tested['outcome']) => tested.filter((one) => one.outcome === outcome).length;
  print({ messages: tested.length, applied: count('applied'), ignored: count('ignored'), refused: count('refused') });
  return 0;
};

const actions: Actions = {
  'source put': putSource,
  'source list': listSources,
  'source remove': removeSource,
  messages,
  show,
  replay,
  test,
  ...hl7OutActions,
};

export const runHl7 = async (args: readonly string[]): Promise<number> => {
  const [noun = '', verb = '', ...rest] = args;
  const pair = actions[`${noun} ${verb}`];
  if (pair) return pair(rest);
  const action = actions[noun];
  if (!action) throw new UsageError(`"throughline admin hl7" knows ${Object.keys(actions).join(', ')}.`);
  return action(args.slice(1));
};
