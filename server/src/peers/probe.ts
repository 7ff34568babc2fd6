/** A connection test that explains itself: every step from the name to an answer, and what to do about the first that fails. */
import { newUid } from '@throughline/dicom';
import { authorisation, searchStudies } from './dicomweb-peer.ts';
import { PeerError, type PeerSettings } from './peer.ts';
import { openTcp, resolveName, shakeHands } from './probe-connection.ts';
import { probeDimse } from './probe-dimse.ts';
import { fhirPlan } from './probe-fhir.ts';
import { type Plan, type ProbeStep, runPlan, type Said, Stop } from './probe-step.ts';

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

/** Every protocol that the source is said to speak. Takes a few time-outs of the source at most; never throws for what it does. */
export const probePeer = async (
  settings: PeerSettings,
  ownAeTitle: string,
  signal: AbortSignal,
): Promise<readonly ProbeStep[]> => {
  const { dicomwebUrl, fhirUrl = null } = settings;
  const [byDimse, byWeb, byFhir] = await Promise.all([
    settings.host === null ? [] : probeDimse(settings, ownAeTitle, signal),
    dicomwebUrl === null ? [] : probeWeb(settings, dicomwebUrl, 'dicomweb', signal),
    fhirUrl === null ? [] : probeWeb(settings, fhirUrl, 'fhir', signal),
  ]);
  return [...byDimse, ...byWeb, ...byFhir];
};
