/** Who asks over an association, as it stands when something is asked: an association may last longer than a patient's leave. */
import type { AssociationInfo } from '@throughline/dimse';
import { withConsents } from '../../features/access/index.ts';
import type { AdmittedCaller } from '../../features/application-entities/index.ts';
import type { Context } from '../../features/context.ts';

export const askerNow = async (
  context: Context,
  association: AssociationInfo<AdmittedCaller>,
): Promise<AssociationInfo<AdmittedCaller>> => {
  const caller = association.principal;
  return { ...association, principal: { ...caller, principal: await withConsents(context, caller.principal) } };
};
