import type { AssociationInfo, NormalizedAnswer, NormalizedRequest } from '@throughline/dimse';
import type { AdmittedCaller } from '../../features/application-entities/index.ts';
import type { Context } from '../../features/context.ts';

export type NormalizedHandler = (
  context: Context,
  association: AssociationInfo<AdmittedCaller>,
  request: NormalizedRequest,
) => Promise<NormalizedAnswer>;
