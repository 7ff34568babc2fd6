/** What an application entity may do and what it is given, in words. */
import type { ApplicationEntity, applicationEntityServices } from '@throughline/contract';

type Service = (typeof applicationEntityServices)[number];

interface Deed {
  readonly service: Service;
  readonly does: string;
  /** as the Standard calls it */
  readonly term: string;
}

export const deeds: readonly Deed[] = [
  { service: 'echo', does: 'test its connection', term: 'C-ECHO' },
  { service: 'store', does: 'send', term: 'C-STORE' },
  { service: 'find', does: 'ask', term: 'C-FIND' },
  { service: 'get', does: 'fetch', term: 'C-GET' },
  { service: 'move', does: 'have studies sent', term: 'C-MOVE' },
  { service: 'commit', does: 'have storage committed', term: 'storage commitment' },
  { service: 'worklist', does: 'ask for the worklist', term: 'Modality Worklist' },
  { service: 'performed', does: 'tell what was performed', term: 'MPPS' },
];

const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export const proofOf = ({ certificate, userIdentity }: ApplicationEntity): string => {
  const user = userIdentity?.rule ?? 'none';
  return [certificate === undefined ? 'address' : 'certificate', ...(user === 'none' ? [] : [user])].join(' and ');
};

const mayDo = ({ services, address }: ApplicationEntity): string => {
  const allowed = deeds.filter(({ service }) => services.includes(service)).map(({ does }) => does);
  return `may ${listed.format(allowed)}, from ${address}`;
};

const placeOf = ({ host, port, tls }: NonNullable<ApplicationEntity['destination']>): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}${tls ? ' over TLS' : ''}`;

const deliveryOf = ({ deliverBy, destination, sourceName }: ApplicationEntity): string | undefined => {
  if (deliverBy === 'stow') return `studies are delivered to it by STOW-RS at ${sourceName}`;
  if (deliverBy === 'mhd') return `manifests are delivered to it by MHD at ${sourceName}`;
  return destination && `studies are delivered to it by C-STORE at ${placeOf(destination)}`;
};

const patientOf = ({ issuer, oneIssuer }: ApplicationEntity): string => {
  if (issuer === undefined) return '';
  return ` as the patient is known to ${issuer}${oneIssuer ? ', and nothing of other issuers' : ''}`;
};

const isGiven = (entity: ApplicationEntity): string => {
  const delivery = deliveryOf(entity);
  if (delivery === undefined) return 'nothing is delivered to it';
  const { deliverBy = 'c-store', destination } = entity;
  const besides = deliverBy !== 'c-store' && destination ? `; C-MOVE sends to ${placeOf(destination)}` : '';
  return `${delivery}${patientOf(entity)}${besides}`;
};

/** All of it in one sentence. */
export const sentenceOf = (entity: ApplicationEntity): string => `${mayDo(entity)}; ${isGiven(entity)}`;
