/** The steps of a connection test that an application entity takes: an association, and what it accepts on it. */
import { newUid, uids } from '@throughline/dicom';
import { type Association, DimseError, TLS_PROFILE } from '@throughline/dimse';
import { connectTo, type DimseSettings, findSeries, translateDimse } from './dimse-find.ts';
import type { PeerSettings } from './peer.ts';
import { openTcp, resolveName, shakeHands } from './probe-connection.ts';
import { type Plan, type ProbeStep, runPlan, type Said, Stop, unexpected } from './probe-step.ts';

/** Where an application entity takes associations. */
type EntityAddress = Pick<PeerSettings, 'aeTitle' | 'host' | 'port' | 'timeoutMs' | 'tls' | 'credentials'>;

type Contexts = Parameters<typeof connectTo>[1];

const plain = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];

const services = [
  ['C-ECHO', uids.Verification],
  ['C-FIND', uids.StudyRootQueryRetrieveInformationModelFind],
  ['C-GET', uids.StudyRootQueryRetrieveInformationModelGet],
  ['C-MOVE', uids.StudyRootQueryRetrieveInformationModelMove],
] as const;

const contextsOf = (offered: readonly (typeof services)[number][]): Contexts =>
  offered.map(([, abstractSyntax]) => ({ abstractSyntax, transferSyntaxes: plain }));

interface Reason {
  readonly why: string;
  readonly next: (settings: DimseSettings) => string;
}

const busy = (why: string): Reason => ({ why, next: () => 'Nothing to change here: try again when it is less busy.' });

/** Source and reason of an A-ASSOCIATE-RJ (PS3.8 Table 9-21); a number that is not here gives no reason. */
const reasons: Readonly<Record<string, Reason>> = {
  '1.2': { why: 'it does not know the application context of DICOM', next: () => 'Check that the port speaks DICOM.' },
  '1.3': {
    why: 'it does not know the calling AE title',
    next: ({ callingAeTitle }) => `Have ${callingAeTitle} with the address of this hub listed there.`,
  },
  '1.7': {
    why: 'it does not know the called AE title',
    next: ({ calledAeTitle }) => `Check the AE title ${calledAeTitle}: the system there has another.`,
  },
  '2.2': { why: 'it does not support our protocol version', next: () => 'Check that the port speaks DICOM 3.' },
  '3.1': busy('it is congested for now'),
  '3.2': busy('it has as many associations as it takes'),
};

const noReason: Reason = {
  why: 'it gives no reason',
  next: ({ callingAeTitle, calledAeTitle }) =>
    `Have ${callingAeTitle} with the address of this hub listed there, check the AE title ${calledAeTitle}, and the credentials if it wants any.`,
};

const whyNoAssociation = (settings: DimseSettings, error: unknown): Stop => {
  const titles = `${settings.callingAeTitle} calling ${settings.calledAeTitle}`;
  if (error instanceof DimseError && error.kind === 'refused') {
    const { source, reason } = error.rejection ?? {};
    const { why, next } = reasons[`${source}.${reason}`] ?? noReason;
    return new Stop(`the association was rejected (${titles}): ${why}`, next(settings), error);
  }
  if (error instanceof DimseError && error.kind === 'timed-out')
    return new Stop(
      'the port answers, and no association came in time',
      'Check that the port speaks DICOM, and whether it speaks TLS or not.',
      error,
    );
  return new Stop(
    `the connection was closed instead of an answer (${titles})`,
    `Check whether ${settings.tls ? 'the other system knows our certificate' : 'the port wants TLS'}, and its log: many close when they do not know the caller.`,
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

const tryEcho = async (association: Association, withoutIt: string): Promise<Said> => {
  if (association.accepted(uids.Verification).length === 0)
    return { text: 'C-ECHO is not offered', warning: `Nothing to do: ${withoutIt}.` };
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

const noCertificate: Plan = {
  step: 'address',
  run: () =>
    Promise.reject(
      new Stop(
        'TLS is asked for, and this hub has no certificate',
        'Set THROUGHLINE_DICOM_TLS_CERT and _KEY, or turn TLS off for it.',
      ),
    ),
};

const connectionPlan = ({ host, port, timeoutMs, tls }: DimseSettings, signal: AbortSignal): readonly Plan[] => {
  const target = { host, port, options: { ...TLS_PROFILE, ...tls } };
  return [
    { step: 'dns', run: () => resolveName(host, timeoutMs, signal) },
    { step: 'tcp', run: () => openTcp(host, port, timeoutMs, signal) },
    ...(tls ? [{ step: 'tls' as const, run: () => shakeHands(target, timeoutMs, signal) }] : []),
  ];
};

/** The steps up to an association, then those on it. */
const probeAssociation = async (
  settings: DimseSettings,
  contexts: Contexts,
  plan: (open: () => Association) => readonly Plan[],
  signal: AbortSignal,
): Promise<readonly ProbeStep[]> => {
  let association: Association | undefined;
  const open = (): Association => {
    if (association === undefined) throw unexpected();
    return association;
  };
  const associate = async (): Promise<Said> => {
    try {
      association = await connectTo(settings, contexts, signal);
    } catch (error) {
      throw whyNoAssociation(settings, error);
    }
    return { text: `${settings.calledAeTitle} accepts ${settings.callingAeTitle}` };
  };
  try {
    const steps: readonly Plan[] = [{ step: 'association', run: associate }, ...plan(open)];
    return await runPlan('dimse', [...connectionPlan(settings, signal), ...steps]);
  } finally {
    association?.abort();
  }
};

const settingsOf = (address: EntityAddress, callingAeTitle: string): DimseSettings | undefined => {
  const { host, port, aeTitle, timeoutMs, tls, credentials } = address;
  if (host === null || port === null || aeTitle === null || tls === 'none') return undefined;
  const common = { host, port, calledAeTitle: aeTitle, callingAeTitle, timeoutMs };
  return { ...common, ...(tls && { tls }), ...(credentials && { credentials }) };
};

/** An archive that is asked and fetched from as its settings say. */
export const probeDimse = async (
  source: PeerSettings,
  ownAeTitle: string,
  signal: AbortSignal,
): Promise<readonly ProbeStep[]> => {
  const settings = settingsOf(source, ownAeTitle);
  if (settings === undefined) return runPlan('dimse', [noCertificate]);
  const plan = (open: () => Association): readonly Plan[] => [
    { step: 'sop-classes', run: async () => sayServices(open(), source) },
    { step: 'echo', run: () => tryEcho(open(), 'queries work without it') },
    { step: 'query', run: () => tryQuery(settings, signal) },
  ];
  return probeAssociation(settings, contextsOf(services), plan, signal);
};

/** An application entity that is only sent to: whether it lets us in and answers C-ECHO (PS3.4 A). Never throws for what it does. */
export const probeEcho = async (
  address: EntityAddress,
  ownAeTitle: string,
  signal: AbortSignal,
): Promise<readonly ProbeStep[]> => {
  const settings = settingsOf(address, ownAeTitle);
  if (settings === undefined) return runPlan('dimse', [noCertificate]);
  const plan = (open: () => Association): readonly Plan[] => [
    { step: 'echo', run: () => tryEcho(open(), 'it may take objects without it') },
  ];
  return probeAssociation(settings, contextsOf(services.slice(0, 1)), plan, signal);
};
