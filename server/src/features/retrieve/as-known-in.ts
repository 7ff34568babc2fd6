import type { ServedInstance, Trx } from '../../db/index.ts';
import type { PatientIdDomain } from '../access/index.ts';
import { localIdentities } from '../local-identity/index.ts';

/** Objects of one study as they are given to a system of this domain: of the patient as it knows them. */
export const asKnownIn = async (
  trx: Trx,
  domain: PatientIdDomain | undefined,
  instances: readonly ServedInstance[],
): Promise<readonly ServedInstance[]> => {
  const [first] = instances;
  if (first === undefined) return instances;
  const identities = await localIdentities(trx, { domain }, [first.patient_record_id]);
  const localIdentity = identities.get(first.patient_record_id);
  return localIdentity ? instances.map((instance) => ({ ...instance, localIdentity })) : instances;
};
