/** The form of an application entity as text, and back: what an empty field means, and what stays as it is. */
import { type ApplicationEntity, type ApplicationEntityInput, applicationEntityServices } from '@throughline/contract';
import { type Draft, given, text } from '../../components/draft.ts';

type Service = (typeof applicationEntityServices)[number];

const yesOrNo = (is: boolean | undefined): string => (is === true ? 'yes' : 'no');

export const entityDraft = (one: ApplicationEntity | undefined): Draft => ({
  aeTitle: '',
  address: one?.address ?? '',
  services: (one?.services ?? ['echo', 'store']).join(' '),
  certificate: one?.certificate ?? '',
  issuer: one?.issuer ?? '',
  oneIssuer: yesOrNo(one?.oneIssuer),
  sourceName: one?.sourceName ?? '',
  rule: one?.userIdentity?.rule ?? 'none',
  user: one?.userIdentity?.name ?? '',
  passcode: 'keep',
  secret: '',
  deliverBy: one?.deliverBy ?? 'c-store',
  host: one?.destination?.host ?? '',
  port: one?.destination ? String(one.destination.port) : '',
  tls: yesOrNo(one?.destination?.tls),
});

/** @throws Error that says that it is missing */
export const titleOf = (draft: Draft): string => {
  const title = text(draft, 'aeTitle');
  if (title === '') throw new Error('Give its AE title.');
  return title;
};

export const servicesOf = (draft: Draft): readonly Service[] => {
  const named = text(draft, 'services').split(' ');
  return applicationEntityServices.filter((service) => named.includes(service));
};

/** The services as they stand in the form, with this one or without it. */
export const withService = (draft: Draft, service: Service, isOn: boolean): string =>
  applicationEntityServices.filter((one) => (one === service ? isOn : servicesOf(draft).includes(one))).join(' ');

/** A passcode is sent when a new one is given; what is there stays unless it is to go. */
const userIdentityOf = (draft: Draft): ApplicationEntityInput['userIdentity'] => {
  const rule = draft.rule as NonNullable<ApplicationEntityInput['userIdentity']>['rule'];
  if (draft.passcode === 'remove') return { rule, passcode: null };
  const { user: name } = given(draft, 'user');
  return {
    rule,
    ...(name !== undefined && { name }),
    ...(draft.passcode === 'new' && { passcode: draft.secret ?? '' }),
  };
};

const destinationOf = (draft: Draft): Pick<ApplicationEntityInput, 'destination'> => {
  const [host, port] = [text(draft, 'host'), text(draft, 'port')];
  if (host === '' && port === '') return {};
  return { destination: { host, port: Number(port), tls: draft.tls === 'yes' } };
};

/** The server is the judge of it: whatever is wrong comes back as its sentence. */
export const entityInput = (draft: Draft): ApplicationEntityInput => ({
  address: text(draft, 'address'),
  services: [...servicesOf(draft)],
  ...given(draft, 'certificate', 'issuer', 'sourceName'),
  oneIssuer: draft.oneIssuer === 'yes',
  deliverBy: draft.deliverBy as ApplicationEntityInput['deliverBy'],
  ...destinationOf(draft),
  userIdentity: userIdentityOf(draft),
});
