/** Who may open an association, and which presentation contexts they get (PS3.8 7.1, PS3.4 B.5, C.5). */
import { transferSyntax, uids } from '@throughline/dicom';
import { type AssociationAnswer, type AssociationRequest, type ContextOffer, Reject } from '@throughline/dimse';
import type { TokenVerifier } from '../../features/access/index.ts';
import { type AdmittedCaller, admitCaller } from '../../features/application-entities/index.ts';
import type { Context } from '../../features/context.ts';
import { answerExtended } from './extended-negotiation.ts';
import { type Service, serviceOf, storageAmong } from './sop-classes.ts';
import { identityResponse, offeredIdentity } from './user-identity.ts';

const plain: readonly string[] = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];

const offerOf = (
  proposed: AssociationRequest['contexts'][number],
  services: ReadonlySet<Service>,
  isStorage: (sopClassUid: string) => boolean,
): ContextOffer[] => {
  const { abstractSyntax } = proposed;
  const service = serviceOf(abstractSyntax);
  if (service) return services.has(service) ? [{ abstractSyntax, transferSyntaxes: plain }] : [];
  if (!isStorage(abstractSyntax) || !(services.has('store') || services.has('get'))) return [];
  // Objects are kept in the transfer syntax that they are sent in: whichever of the Standard's is proposed first.
  const transferSyntaxes = proposed.transferSyntaxes.filter((uid) => transferSyntax(uid) !== undefined);
  return [{ abstractSyntax, transferSyntaxes, scpRole: services.has('get') }];
};

/** One SOP class may be proposed in several contexts; the offer for it is of all their transfer syntaxes. */
const merged = (offers: readonly ContextOffer[]): ContextOffer[] => {
  const byClass = Map.groupBy(offers, (offer) => offer.abstractSyntax);
  return [...byClass.values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, transferSyntaxes: [...new Set(same.flatMap((offer) => offer.transferSyntaxes))] }] : [];
  });
};

export const answerAssociation = async (
  context: Context,
  tokens: TokenVerifier,
  request: AssociationRequest,
): Promise<AssociationAnswer<AdmittedCaller>> => {
  if (request.calledAeTitle.trim() !== context.config.dicom.aeTitle)
    return {
      accept: false,
      ...Reject.CalledAeTitleNotRecognized,
      why: `it called another title than ${context.config.dicom.aeTitle}`,
    };
  const { userIdentity } = request;
  const caller = await admitCaller(context, tokens, {
    aeTitle: request.callingAeTitle.trim(),
    remoteAddress: request.remoteAddress,
    certificate: request.certificate?.fingerprint,
    identity: userIdentity && offeredIdentity(userIdentity),
  });
  if ('refused' in caller) {
    const code = caller.refused === 'unknown' ? Reject.CallingAeTitleNotRecognized : Reject.NoReason;
    return { accept: false, ...code, why: caller.why };
  }
  const isStorage = storageAmong(context.config.dicom.storageSopClasses, request.commonExtended);
  const offers = request.contexts.flatMap((proposed) => offerOf(proposed, caller.services, isStorage));
  return {
    accept: true,
    contexts: merged(offers),
    principal: caller,
    extended: answerExtended(request.extended, (uid) => offers.some((offer) => offer.abstractSyntax === uid)),
    ...identityResponse(userIdentity, caller.proved),
  };
};
