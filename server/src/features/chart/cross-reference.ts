/** Which identifiers a patient has elsewhere, as PIX (ITI-9, ITI-83) asks in every protocol. */
import { isIdentified } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type ChartPatient, isIssuerKnown, readPatients, recordsOfPatients } from './patients.ts';

export interface CrossReferenced {
  readonly asked: ChartPatient;
  /** The person's other records under identifiers that are in use, of the issuers that were wanted; of all when none was named. */
  readonly others: readonly ChartPatient[];
}

/** Neither merged into another nor given to somebody else since: one is found by it, and nobody is told of it. */
export const isInUse = ({ merged_into: survivor, superseded_at: superseded }: ChartPatient): boolean =>
  survivor === null && superseded === null;

/**
 * ITI TF-2 3.9.4.2.2.6, 3.83.4.2.2: an issuer that nobody knows (`unknown-issuer`), an identifier that nobody has (`not-found`) and an
 * issuer that is wanted and unknown (`unknown-target`) are told apart.
 */
export const crossReference = async (
  context: Context,
  principal: Principal,
  identifier: { readonly issuer: string; readonly id: string },
  targets: readonly string[],
): Promise<CrossReferenced> => {
  const { issuer, id } = identifier;
  if (!(await isIssuerKnown(context, principal, issuer))) fail('unknown-issuer');
  for (const target of targets) if (!(await isIssuerKnown(context, principal, target))) fail('unknown-target');
  const ids = await recordsOfPatients(context, principal, { identifiers: [identifier] });
  const records = await readPatients(context, principal, ids);
  const asked = records.find((record) => record.issuer === issuer && record.patient_id === id) ?? fail('not-found');
  const others = records.filter(
    (record) =>
      record !== asked &&
      isInUse(record) &&
      isIdentified(record) &&
      (targets.length === 0 || targets.includes(record.issuer)),
  );
  return { asked, others };
};
