/** One connection to a receiver of messages, and what its answers say. */
import { connectMllp, type MllpClient, parseMessage } from '@throughline/hl7';
import type { Hl7DestinationRow } from '../../db/index.ts';
import type { Context } from '../context.ts';
import { type DestinationTls, tlsOf } from './destinations.ts';

export interface Answer {
  readonly code: string;
  readonly condition: string | null;
  readonly location: string | null;
}

/** Undefined: it is no answer to this message. */
export const readAnswer = (bytes: Uint8Array, controlId: string): Answer | undefined => {
  try {
    const message = parseMessage(bytes);
    const [msa, err] = [message.one('MSA'), message.one('ERR')];
    if (msa === undefined || msa.text(2) !== controlId || !/^[AC][AER]$/.test(msa.text(1))) return undefined;
    const [condition, segment, field] = [err?.text(3) || err?.text(1, 4), err?.text(2, 1), err?.text(2, 3)];
    return {
      code: msa.text(1),
      // Texts of others may quote a value: only what can be none is kept.
      condition: /^\d{1,3}$/.test(condition ?? '') ? (condition ?? null) : null,
      location: /^[A-Z][A-Z0-9]{2}$/.test(segment ?? '')
        ? [segment, field].filter(Boolean).join('-').slice(0, 20)
        : null,
    };
  } catch {
    return undefined;
  }
};

const connectionOptions = ({ ca, certificate, key, serverName }: DestinationTls) => ({
  minVersion: 'TLSv1.2' as const,
  ...(ca !== undefined && { ca }),
  ...(certificate !== undefined && { cert: certificate, key }),
  ...(serverName !== undefined && { servername: serverName }),
});

/** @throws MllpClientError when it cannot be reached, SealError when the key of our certificate cannot be opened */
export const connectTo = (context: Context, to: Hl7DestinationRow, timeoutMs: number): Promise<MllpClient> => {
  const tls = tlsOf(context, to);
  const { host, port } = to;
  return connectMllp({ host, port, timeoutMs, ...(tls !== undefined && { tls: connectionOptions(tls) }) });
};
