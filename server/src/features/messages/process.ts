/** One message inside a transaction: what it means, its effect, and the answer to it. A refused effect leaves nothing behind. */
import { type Header, Hl7Error, type Message, parseMessage, readHeader, withoutLead, writeAck } from '@throughline/hl7';
import { sql } from 'kysely';
import { isConnectionLoss, newId, type Settled, type Trx } from '../../db/index.ts';
import { type Recorded, type Registered, registerAllIn } from '../patients/index.ts';
import { applyIntents } from './apply.ts';
import { type Intent, interpretMessage } from './interpret/index.ts';
import { type Cause, causeOf } from './refusal.ts';
import type { MessageSource } from './sources.ts';
import { partsOf } from './together.ts';

export interface Incoming {
  readonly id: string;
  readonly receivedAt: Date;
  readonly source: MessageSource;
  readonly bytes: Uint8Array;
  readonly header: Partial<Header>;
  /** undefined: it could not be read, and `fault` says why */
  readonly message: Message | undefined;
  readonly fault: Hl7Error | undefined;
}

/** PostgreSQL's text holds no NUL, and an index no more than some kilobytes. */
const storable = (header: Header): Header =>
  Object.fromEntries(
    Object.entries(header).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', ' ').slice(0, 250) : value,
    ]),
  ) as unknown as Header;

/** Reads what can be read: of a message that cannot, at least the header, so that its sender is told. */
export const readIncoming = (bytes: Uint8Array): Pick<Incoming, 'header' | 'message' | 'fault'> => {
  try {
    const message = parseMessage(bytes);
    return { message, header: storable(readHeader(message)), fault: undefined };
  } catch (error) {
    if (!(error instanceof Hl7Error)) throw error;
    return { message: undefined, header: headerOf(bytes), fault: error };
  }
};

const LONGEST_HEADER = 4096;

const headerOf = (bytes: Uint8Array): Partial<Header> => {
  const head = withoutLead(bytes).subarray(0, LONGEST_HEADER);
  const end = head.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  try {
    return storable(readHeader(parseMessage(end < 0 ? head : head.subarray(0, end))));
  } catch {
    return {};
  }
};

/** A control ID of ours (MSH-10): 20 characters that do not come again. */
export const controlId = (): string =>
  `TL${BigInt(`0x${newId().replaceAll('-', '')}`)
    .toString(36)
    .slice(-18)
    .toUpperCase()}`;

export const answer = (
  header: Partial<Header>,
  code: 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR',
  at: Date,
  cause?: Pick<Cause, 'condition' | 'sentence' | 'location'>,
): Buffer => {
  const error = cause && { condition: cause.condition, text: cause.sentence, location: cause.location };
  return Buffer.from(writeAck({ code, header, controlId: controlId(), at, error }));
};

const internalError: Cause = {
  condition: '207',
  location: undefined,
  sentence: 'It could not be processed on our side; the message is kept.',
  errorCode: 'processing-failure',
  rejected: true,
};

/** The database wants the whole transaction again, or is gone. */
export const concernsTransaction = (error: unknown): boolean => {
  const state = error instanceof Error && 'code' in error ? String(error.code) : '';
  return state === '40001' || state === '40P01' || isConnectionLoss(error);
};

const settledBy = (incoming: Incoming, cause: Cause | undefined, at: Date): Settled => {
  const { condition, location, sentence, errorCode, rejected } = cause ?? internalError;
  return {
    state: cause === undefined ? 'failed' : 'refused',
    error_code: errorCode,
    condition,
    location: location ?? null,
    cause: sentence,
    flags: [],
    effects: [],
    ack: answer(incoming.header, rejected ? 'AR' : 'AE', at, cause ?? internalError),
  };
};

const nothingWrong = { error_code: null, condition: null, location: null, cause: null };

interface Understood {
  readonly incoming: Incoming;
  readonly intents: readonly Intent[];
  readonly flags: readonly string[];
}

const understood = (incoming: Incoming, message: Message): Understood | 'ignored' => {
  const meaning = interpretMessage(message, incoming.source);
  return meaning === 'ignored' ? meaning : { incoming, intents: meaning.intents, flags: meaning.flags };
};

const ignored = ({ header }: Incoming, at: Date, ...flags: string[]): Settled => ({
  ...nothingWrong,
  state: 'ignored',
  flags,
  effects: [],
  ack: answer(header, 'AA', at),
});

const DAY_MS = 86_400_000;

/** A clock that is more than a zone ahead is wrong: what it says would bar everything after it. */
const recordedOf = ({ header, receivedAt }: Incoming): Recorded | undefined => {
  const { recordedAt, sendingFacility: facility = '', messageCode } = header;
  const tomorrow = new Date(receivedAt.getTime() + DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  // Those who do not say what facility they are of have clocks of their own.
  if (facility === '' || recordedAt === undefined || recordedAt.slice(0, 8) > tomorrow) return undefined;
  return { facility, recordedAt, isEvent: messageCode === 'ADT' };
};

const applied = async (
  trx: Trx,
  { incoming, intents, flags }: Understood,
  at: Date,
  begun?: Registered,
): Promise<Settled> => {
  const { source, id, header } = incoming;
  const oddities = new Set(flags);
  const applying = {
    trx,
    principal: source.principal,
    sourceName: source.name,
    issuer: source.issuer,
    messageId: id,
    at,
    recorded: recordedOf(incoming),
    flags: oddities,
  };
  const effects = await applyIntents(applying, intents, begun);
  return { ...nothingWrong, state: 'done', flags: [...oddities], effects, ack: answer(header, 'AA', at) };
};

/** Registers the patients of all of these, then does the rest of each. */
const applyTogether = async (trx: Trx, part: readonly Understood[], at: Date): Promise<readonly Settled[]> => {
  const registrations = part.flatMap(({ incoming, intents: [first] }) =>
    first?.kind === 'register'
      ? [{ principal: incoming.source.principal, statement: first.patient, recorded: recordedOf(incoming) }]
      : [],
  );
  const tenantId = part[0]?.incoming.source.principal.tenantId ?? '';
  const registered = [...(await registerAllIn(trx, tenantId, registrations, at))];
  const settled: Settled[] = [];
  for (const one of part)
    settled.push(await applied(trx, one, at, one.intents[0]?.kind === 'register' ? registered.shift() : undefined));
  return settled;
};

/** What says itself that it is wrong has touched nothing yet, and spoils nothing for the others. */
const understoodOrRefused = (incoming: Incoming, message: Message): Understood | 'ignored' | Cause => {
  try {
    return understood(incoming, message);
  } catch (error) {
    const cause = causeOf(error);
    if (cause === undefined) throw error;
    return cause;
  }
};

/**
 * The effects of a batch as if all were well, which they nearly always are: without savepoints, and patients registered together.
 * @throws whatever is wrong with any of them; the transaction is then of no more use
 */
export const processAtOnce = async (
  trx: Trx,
  batch: readonly Incoming[],
  ours: ReadonlySet<Incoming>,
  at: Date,
): Promise<readonly Settled[]> => {
  const settled = new Map<Incoming, Settled>();
  const all: Understood[] = [];
  for (const incoming of batch) {
    const { message, fault } = incoming;
    if (ours.has(incoming)) {
      settled.set(incoming, ignored(incoming, at, 'ours'));
      continue;
    }
    const meaning = message === undefined ? causeOf(fault) : understoodOrRefused(incoming, message);
    if (meaning === 'ignored') settled.set(incoming, ignored(incoming, at));
    else if (meaning !== undefined && 'intents' in meaning) all.push(meaning);
    else settled.set(incoming, settledBy(incoming, meaning, at));
  }
  for (const part of partsOf(all)) {
    const done = await applyTogether(trx, part, at);
    for (const [place, { incoming }] of part.entries()) settled.set(incoming, done[place] as Settled);
  }
  return batch.map((incoming) => settled.get(incoming) as Settled);
};

/** @throws only what concerns the transaction as a whole */
export const processIncoming = async (
  trx: Trx,
  incoming: Incoming,
  isOurs: boolean,
  at: Date,
  report: (error: unknown) => void,
): Promise<Settled> => {
  const { message, fault } = incoming;
  if (isOurs) return ignored(incoming, at, 'ours');
  if (message === undefined) return settledBy(incoming, causeOf(fault), at);
  await sql`savepoint message`.execute(trx);
  try {
    const meaning = understood(incoming, message);
    const settled = meaning === 'ignored' ? ignored(incoming, at) : await applied(trx, meaning, at);
    await sql`release savepoint message`.execute(trx);
    return settled;
  } catch (error) {
    if (concernsTransaction(error)) throw error;
    // Rolled back to it is still there, and would be one more level for all that follows.
    await sql`rollback to savepoint message`.execute(trx);
    await sql`release savepoint message`.execute(trx);
    const cause = causeOf(error);
    if (cause === undefined) report(error);
    return settledBy(incoming, cause, at);
  }
};
