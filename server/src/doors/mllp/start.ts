/** The MLLP door: messages in, one feature called, answers out, one message at a time for each connection. */
import type { TlsOptions } from 'node:tls';
import { createMllpServer, type MllpPeer } from '@throughline/hl7';
import { ExpiringCertificate } from '../../expiring-certificate.ts';
import { DEFAULT_TENANT_ID } from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';
import { CallerSources, Inbox, mayConnect, receiveBlock } from '../../features/messages/index.ts';
import { listening } from '../../listening.ts';
import { isLoopback } from '../../loopback.ts';
import { readListenerFiles, type TlsFiles } from '../../tls-files.ts';
import { noteEvent } from './events.ts';

type HL7Tls = NonNullable<NonNullable<Context['config']['hl7']>['tls']>;

const GRACE_MS = 10_000;
const RENEW_EVERY_MS = 60_000;

/** BCP 195, as for DICOM: TLS 1.2 and 1.3 with forward secrecy and authenticated encryption. */
const profile = {
  minVersion: 'TLSv1.2',
  honorCipherOrder: true,
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
} as const satisfies TlsOptions;

/** Undefined: MLLP without TLS. What it gives is read anew at each call. */
const tlsReader = ({ config, log, clock }: Context): (() => TlsOptions) | undefined => {
  const tls = config.hl7?.tls;
  if (tls === undefined) return undefined;
  const certificate = new ExpiringCertificate(log, tls.certFile);
  return () => {
    const files = readListenerFiles('THROUGHLINE_HL7_TLS', tls);
    certificate.look(files.cert, clock());
    return tlsOptions(files, tls);
  };
};

const tlsOptions = (files: TlsFiles, tls: HL7Tls): TlsOptions => {
  const required = tls.clients === 'required';
  return {
    ...profile,
    ...files,
    requestCert: required || tls.caFile !== undefined,
    rejectUnauthorized: required,
  };
};

/** A certificate that is renewed on disk is taken up within a minute. */
const renewing = (context: Context, renew: () => void): NodeJS.Timeout =>
  setInterval(() => {
    try {
      renew();
    } catch (error) {
      context.log.warn({ err: error }, 'the certificates for MLLP over TLS cannot be read; the ones before stay');
    }
  }, RENEW_EVERY_MS).unref();

export const startMllp = async (context: Context): Promise<{ readonly address: string; close(): Promise<void> }> => {
  const { hl7 } = context.config;
  if (hl7 === undefined) throw new Error('The listener for HL7 v2 has no port.');
  const inbox = new Inbox(context, DEFAULT_TENANT_ID);
  // What somebody who was killed had only kept gets its effect before anything new.
  await inbox.processWaiting();
  const callers = new WeakMap<MllpPeer, CallerSources>();
  const sourcesOf = (peer: MllpPeer): CallerSources => {
    const known = callers.get(peer) ?? new CallerSources(context, peer);
    callers.set(peer, known);
    return known;
  };
  const readTls = tlsReader(context);
  const server = createMllpServer({
    accept: (peer) => mayConnect(context, peer),
    message: (peer, bytes) => receiveBlock({ context, inbox, sources: sourcesOf(peer), address: peer.address }, bytes),
    onEvent: (event) => noteEvent(context, event),
    ...(readTls && { tls: readTls() }),
  });
  await listening('THROUGHLINE_HL7_PORT', hl7, server.listen(hl7.port, hl7.host));
  const renewal = readTls && renewing(context, () => server.renew(readTls()));
  if (!isLoopback(hl7.host) && readTls === undefined)
    context.log.warn({ host: hl7.host }, 'HL7 v2 is taken without TLS beyond loopback');
  return {
    address: `${hl7.host}:${server.port}`,
    close: async () => {
      clearInterval(renewal);
      await server.close(GRACE_MS);
    },
  };
};
