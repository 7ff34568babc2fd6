/** A connection test that explains itself: every step from the name to an answer, and what to do about the first that fails. */
import { lookup } from 'node:dns/promises';
import { createConnection, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { newUid, uids } from '@throughline/dicom';
import { type Association, DimseError, TLS_PROFILE } from '@throughline/dimse';
import { authorisation, searchStudies } from './dicomweb-peer.ts';
import { connectTo, type DimseSettings, findSeries, translateDimse } from './dimse-find.ts';
import { PeerError, type PeerSettings } from './peer.ts';
import { fhirPlan } from './probe-fhir.ts';
import { type Plan, type ProbeStep, runPlan, type Said, Stop, unexpected } from './probe-step.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

const within = <T>(milliseconds: number, signal: AbortSignal, work: Promise<T>): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
  limit.addEventListener('abort', () => reject(new Error('timed out')), { once: true });
  return Promise.race([work, promise]);
};

const resolveName = async (host: string, timeoutMs: number, signal: AbortSignal): Promise<Said> => {
  if (isIP(host) !== 0) return { text: `${host} is an address` };
  try {
    const found = await within(timeoutMs, signal, lookup(host, { all: true }));
    return { text: `${host} is ${found.map(({ address }) => address).join(', ')}` };
  } catch (error) {
    throw new Stop(
      `nobody knows the name ${host}`,
      'Check the spelling, and that this machine asks a name server that knows the hospital.',
      error,
    );
  }
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const whyNoConnection = (host: string, port: number, error: unknown): Stop => {
  if (codeOf(error) === 'ECONNREFUSED')
    return new Stop(
      `${host} is there, and nothing listens on port ${port}`,
      'Check the port, and that the service of the other system runs.',
      error,
    );
  if (/^E(HOST|NET)UNREACH$/.test(codeOf(error)))
    return new Stop(`there is no way to ${host}`, 'Ask the network team for a route or VPN between both hosts.', error);
  return new Stop(
    `no connection to ${host}:${port} in time`,
    'A firewall most likely drops it: ask for this host and port to be opened from here.',
    error,
  );
};

const openTcp = async (host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<Said> => {
  const socket = createConnection({ host, port });
  try {
    const connected = new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    await within(timeoutMs, signal, connected);
    return { text: `port ${port} answers` };
  } catch (error) {
    throw whyNoConnection(host, port, error);
  } finally {
    socket.on('error', () => undefined).destroy();
  }
};

interface TlsTarget {
  readonly host: string;
  readonly port: number;
  readonly options: object;
}

const shakeHands = async (
  { host, port, options }: TlsTarget,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Said> => {
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ ...options, ...servername, host, port });
  try {
    const secured = new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    await within(timeoutMs, signal, secured);
    const { valid_to: until } = socket.getPeerCertificate();
    const left = Math.floor((Date.parse(until) - Date.now()) / DAY_MS);
    const text = `${socket.getProtocol() ?? 'TLS'}, its certificate is good for ${left} days`;
    return left < SOON_DAYS ? { text, warning: 'Ask for a new certificate before it runs out.' } : { text };
  } catch (error) {
    const code = codeOf(error);
    if (/CERT|SIGNED|ISSUER|ALTNAME|VERIFY/.test(code))
      throw new Stop(
        `its certificate is not accepted (${code})`,
        'Check the date and the name in the certificate, and that its authority is one that this hub trusts.',
        error,
      );
    throw new Stop(
      `no TLS handshake (${code || 'no answer'})`,
      'Check that this port speaks TLS, and that the other system knows our certificate.',
      error,
    );
  } finally {
    socket.on('error', () => undefined).destroy();
  }
};

const plain = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];

const services = [
  ['C-ECHO', uids.Verification],
  ['C-FIND', uids.StudyRootQueryRetrieveInformationModelFind],
  ['C-GET', uids.StudyRootQueryRetrieveInformationModelGet],
  ['C-MOVE', uids.StudyRootQueryRetrieveInformationModelMove],
] as const;

const whyNoAssociation = (settings: DimseSettings, error: unknown): Stop => {
  const titles = `${settings.callingAeTitle} calling ${settings.calledAeTitle}`;
  if (error instanceof DimseError && error.kind === 'refused')
    return new Stop(
      `the association was rejected (${titles})`,
      `Have ${settings.callingAeTitle} with the address of this hub listed there, check the AE title ${settings.calledAeTitle}, and the credentials if it wants any.`,
      error,
    );
  if (error instanceof DimseError && error.kind === 'timed-out')
    return new Stop(
      'the port answers, and no association came in time',
      'Check that the port speaks DICOM, and whether it speaks TLS or not.',
      error,
    );
  return new Stop(
    `the connection was closed instead of an answer (${titles})`,
    'Check whether the port wants TLS, and the log of the other system: many close when they do not know the caller.',
    error,
  );
};

/** What the source must accept for the way that it is asked and fetched from. */
const neededOf = ({ queryBy, retrieveBy }: PeerSettings): readonly string[] => [
  ...(queryBy === 'c-find' || retrieveBy === 'c-get' || retrieveBy === 'c-move' ? ['C-FIND'] : []),
  ...(retrieveBy === 'c-get' ? ['C-GET'] : []),
  ...(retrieveBy === 'c-move' ? ['C-MOVE'] : []),
];

const sayServices = (association: Association, settings: PeerSettings): Said => {
  const accepted = services.filter(([, uid]) => association.accepted(uid).length > 0).map(([name]) => name as string);
  const missing = neededOf(settings).filter((name) => !accepted.includes(name));
  if (missing.length > 0)
    throw new Stop(
      `it does not accept ${missing.join(', ')}; it accepts ${accepted.join(', ') || 'nothing of ours'}`,
      'Have these services allowed for our AE title, or choose another way to ask or fetch.',
    );
  return { text: `it accepts ${accepted.join(', ')}` };
};

const tryEcho = async (association: Association): Promise<Said> => {
  if (association.accepted(uids.Verification).length === 0)
    return { text: 'C-ECHO is not offered', warning: 'Nothing to do: queries work without it.' };
  try {
    await association.echo();
    return { text: 'C-ECHO came back' };
  } catch (error) {
    throw new Stop('C-ECHO failed', 'Look at the log of the other system at this time.', error);
  }
};

/** About a study that nobody has: whether it answers is seen, and nobody's data is asked for. */
const tryQuery = async (settings: DimseSettings, signal: AbortSignal): Promise<Said> => {
  try {
    await findSeries(settings, newUid(), signal);
    return { text: 'a query was answered' };
  } catch (error) {
    const { kind } = translateDimse(error);
    throw new Stop(
      kind === 'timed-out' ? 'a query was not answered in time' : 'a query failed',
      'Check that our AE title may query there; a longer time-out helps when it is slow. If it refuses optional keys, choose the dialect with basic keys.',
      error,
    );
  }
};

const probeDimse = async (
  settings: PeerSettings,
  dimse: DimseSettings | undefined,
  signal: AbortSignal,
): Promise<readonly ProbeStep[]> => {
  if (dimse === undefined)
    return runPlan('dimse', [
      {
        step: 'address',
        run: () =>
          Promise.reject(
            new Stop(
              'TLS is asked for, and this hub has no certificate',
              'Set THROUGHLINE_DICOM_TLS_CERT and _KEY, or turn TLS off for this source.',
            ),
          ),
      },
    ]);
  const { host, port, timeoutMs, tls } = dimse;
  let association: Association | undefined;
  const open = (): Association =>
    association ??
    (() => {
      throw unexpected();
    })();
  const associate = async (): Promise<Said> => {
    const contexts = services.map(([, abstractSyntax]) => ({ abstractSyntax, transferSyntaxes: plain }));
    try {
      association = await connectTo(dimse, contexts, signal);
    } catch (error) {
      throw whyNoAssociation(dimse, error);
    }
    return { text: `${dimse.calledAeTitle} accepts ${dimse.callingAeTitle}` };
  };
  try {
    return await runPlan('dimse', [
      { step: 'dns', run: () => resolveName(host, timeoutMs, signal) },
      { step: 'tcp', run: () => openTcp(host, port, timeoutMs, signal) },
      ...(tls
        ? [
            {
              step: 'tls' as const,
              run: () => shakeHands({ host, port, options: { ...TLS_PROFILE, ...tls } }, timeoutMs, signal),
            },
          ]
        : []),
      { step: 'association', run: associate },
      { step: 'sop-classes', run: async () => sayServices(open(), settings) },
      { step: 'echo', run: () => tryEcho(open()) },
      { step: 'query', run: () => tryQuery(dimse, signal) },
    ]);
  } finally {
    association?.abort();
  }
};

const statusAdvice: Readonly<Record<number, string>> = {
  401: 'It wants credentials, or others than these: check user, password or token.',
  403: 'It knows us and does not let us: have the right to query given to this user.',
  404: 'There is nothing at this path: check the root of the DICOMweb service, e.g. /dicom-web or /dcm4chee-arc/aets/AE/rs.',
  406: 'It does not give DICOM JSON: its QIDO-RS is too old for us; ask by C-FIND.',
};

const askHttp = async (settings: PeerSettings, url: URL, signal: AbortSignal): Promise<Said> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]);
  const target = `${url.href.replace(/\/+$/, '')}/studies?limit=1&0020000D=${newUid()}`;
  const headers = { accept: 'application/dicom+json', ...authorisation(settings.credentials) };
  const answer = await fetch(target, { headers, redirect: 'manual', signal: limit }).catch((error: unknown) => {
    throw new Stop('no answer by HTTP', 'Check that this port speaks HTTP (http or https?).', error);
  });
  await answer.body?.cancel().catch(() => undefined);
  if (answer.ok) return { text: `status ${answer.status}` };
  if (answer.status >= 300 && answer.status < 400)
    throw new Stop(
      `it sends us elsewhere (status ${answer.status})`,
      'Redirects are not followed: give the address that it leads to; a redirect to a sign-in page means that credentials are wanted.',
    );
  const otherwise = answer.status >= 500 ? 'Look at the log of the other system at this time.' : 'Check the address.';
  throw new Stop(`status ${answer.status}`, statusAdvice[answer.status] ?? otherwise);
};

const tryQido = async (settings: PeerSettings, baseUrl: string, signal: AbortSignal): Promise<Said> => {
  const { timeoutMs, credentials, dialect } = settings;
  const web = { baseUrl, timeoutMs, ...(credentials && { credentials }), ...(dialect && { dialect }) };
  try {
    // An identifier that nobody has: it asks with every key that a real question has.
    await searchStudies(web, { by: 'identifier', patientId: newUid().slice(0, 32) }, signal);
    return { text: 'QIDO-RS answered with a list' };
  } catch (error) {
    const kind = error instanceof PeerError ? error.kind : 'misbehaved';
    const text = { refused: 'QIDO-RS refused the question', 'timed-out': 'QIDO-RS did not answer in time' };
    throw new Stop(
      kind === 'refused' || kind === 'timed-out' ? text[kind] : 'what QIDO-RS answered is no list of data sets',
      'Check that the path is the root of a DICOMweb service. If it refuses optional keys, choose the dialect with basic keys.',
      error,
    );
  }
};

const probeWeb = (
  settings: PeerSettings,
  baseUrl: string,
  protocol: 'dicomweb' | 'fhir',
  signal: AbortSignal,
): Promise<readonly ProbeStep[]> => {
  const url = new URL(baseUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const { timeoutMs } = settings;
  const handshake: Plan = { step: 'tls', run: () => shakeHands({ host, port, options: {} }, timeoutMs, signal) };
  const speech: readonly Plan[] =
    protocol === 'fhir'
      ? fhirPlan(settings, baseUrl, signal)
      : [
          { step: 'http', run: () => askHttp(settings, url, signal) },
          { step: 'qido', run: () => tryQido(settings, baseUrl, signal) },
        ];
  return runPlan(protocol, [
    { step: 'dns', run: () => resolveName(host, timeoutMs, signal) },
    { step: 'tcp', run: () => openTcp(host, port, timeoutMs, signal) },
    ...(secure ? [handshake] : []),
    ...speech,
  ]);
};

const dimseOf = (settings: PeerSettings, callingAeTitle: string): DimseSettings | undefined => {
  const { host, port, aeTitle, timeoutMs, tls, credentials } = settings;
  if (host === null || port === null || aeTitle === null || tls === 'none') return undefined;
  const common = { host, port, calledAeTitle: aeTitle, callingAeTitle, timeoutMs };
  return { ...common, ...(tls && { tls }), ...(credentials && { credentials }) };
};

/** Every protocol that the source is said to speak. Takes a few time-outs of the source at most; never throws for what it does. */
export const probePeer = async (
  settings: PeerSettings,
  ownAeTitle: string,
  signal: AbortSignal,
): Promise<readonly ProbeStep[]> => {
  const { dicomwebUrl, fhirUrl = null } = settings;
  const [byDimse, byWeb, byFhir] = await Promise.all([
    settings.host === null ? [] : probeDimse(settings, dimseOf(settings, ownAeTitle), signal),
    dicomwebUrl === null ? [] : probeWeb(settings, dicomwebUrl, 'dicomweb', signal),
    fhirUrl === null ? [] : probeWeb(settings, fhirUrl, 'fhir', signal),
  ]);
  return [...byDimse, ...byWeb, ...byFhir];
};
