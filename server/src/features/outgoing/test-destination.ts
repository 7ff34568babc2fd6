/** Tries the connection to a receiver of messages, and says what to do about what does not work; no patient is told of. */
import type { DestinationTest, DestinationTestStep } from '@throughline/contract';
import { type MllpClient, MllpClientError, timestamp } from '@throughline/hl7';
import { findDestination, type Hl7DestinationRow } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { SealError } from '../../seal.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Answer, connectTo, readAnswer } from './exchange.ts';
import { segmentOf, writeFor } from './writing.ts';

const PATIENCE_MS = 10_000;

type Said = Pick<DestinationTestStep, 'outcome' | 'text' | 'next'>;

const failed = (text: string, next: string): Said => ({ outcome: 'failed', text, next });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** By the code of the system's error; texts of others may hold anything. */
const unreachable = (error: unknown): Said => {
  if (error instanceof SealError)
    return failed(
      'the key of our certificate cannot be opened',
      'Configure the key that it was encrypted with in THROUGHLINE_SECRET_KEY, or give the certificate and its key again.',
    );
  const code = codeOf(error instanceof MllpClientError ? error.cause : error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failed('the name of the host is not known', 'Check the host, or give its address.');
  if (code === 'ECONNREFUSED')
    return failed('nothing listens there', 'Check the port, and that the receiver runs and lets us in.');
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER/.test(code))
    return failed(
      'its certificate is not one that we trust',
      'Give the certificate of whoever signed it, and the name in it when it is not the host.',
    );
  if (code.startsWith('ERR_SSL') || code === 'EPROTO' || code === 'ECONNRESET')
    return failed(
      'no TLS connection could be agreed on',
      'Check whether it speaks TLS there, and wants a certificate of ours.',
    );
  return failed('no connection was made in time', 'Check the host, the port and the firewalls between.');
};

const words = ({ code, condition }: Answer): string =>
  condition === null ? `it answered ${code}` : `it answered ${code}, condition ${condition}`;

const judged = (answer: Answer | undefined): Said => {
  if (answer === undefined)
    return failed(
      'it answered with something that is no acknowledgement of ours',
      'Check that an HL7 v2 receiver listens there.',
    );
  if (answer.code.endsWith('A')) return { outcome: 'passed', text: words(answer), next: null };
  return {
    outcome: 'warned',
    text: `${words(answer)}: it speaks HL7 v2 and does not take NMD^N02, which tells of no patient`,
    next: 'Nothing need be done when it takes the messages that it is registered for; look at what was sent.',
  };
};

/** NMD^N02 (HL7 v2 14.3.2): our time of day, for debugging (MSH-11). */
const harmless = (to: Hl7DestinationRow, at: Date) =>
  writeFor(to, ['NMD', 'N02', 'NMD_N02'], [segmentOf('NCK', { 1: timestamp(at) })], at, 'D');

const ask = async (client: MllpClient, to: Hl7DestinationRow, at: Date): Promise<Said> => {
  const message = harmless(to, at);
  try {
    return judged(readAnswer(await client.send(message.raw), message.control_id));
  } catch (error) {
    if (!(error instanceof MllpClientError)) throw error;
    return error.kind === 'timed-out'
      ? failed(
          'it gave no answer in time',
          'Check that an HL7 v2 receiver listens there, and that it knows our MSH-3 and MSH-4.',
        )
      : failed(
          'it closed the connection without an answer',
          'Check that it lets us in: our address, MSH-3 to MSH-6, a certificate.',
        );
  } finally {
    client.close();
  }
};

/** Connects, sends one message that tells of nobody, and reads the answer. Nothing is kept but that it was tried. */
export const testDestination = async (
  context: Context,
  principal: Principal,
  name: string,
): Promise<DestinationTest> => {
  authorise(principal, 'admin');
  const row = await context.db.tenant(principal.tenantId, async (trx) => {
    const found = (await findDestination(trx, name)) ?? fail('not-found');
    const detail = { hl7Destination: name, test: true };
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'E', detail });
    return found;
  });
  const steps: DestinationTestStep[] = [];
  const timed = async (step: DestinationTestStep['step'], said: () => Promise<Said>): Promise<void> => {
    const began = performance.now();
    steps.push({ step, ...(await said()), tookMs: Math.round(performance.now() - began) });
  };
  let client: MllpClient | undefined;
  await timed('connection', async () => {
    try {
      client = await connectTo(context, row, PATIENCE_MS);
      return { outcome: 'passed', text: row.tls === null ? 'connected, without TLS' : 'connected by TLS', next: null };
    } catch (error) {
      if (!(error instanceof MllpClientError || error instanceof SealError)) throw error;
      return unreachable(error);
    }
  });
  const connected = client;
  if (connected !== undefined) await timed('answer', () => ask(connected, row, context.clock()));
  return { passed: steps.every(({ outcome }) => outcome !== 'failed'), steps };
};
