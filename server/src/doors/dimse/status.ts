/** How an error of ours is said in DIMSE: the catalogue's status, its sentence as Error Comment, nothing else. */
import { DimseError, failure } from '@throughline/dimse';
import { catalogue, toFailure } from '../../errors.ts';
import type { Context } from '../../features/context.ts';

/**
 * Association errors pass as they are; every other error becomes a status of the catalogue. One that is ours and not the
 * peer's is told in the log, since the peer hears only the status.
 */
export const asStatus = ({ log }: Context, association: { readonly id: string }, error: unknown): DimseError => {
  if (error instanceof DimseError) return error;
  const { code } = toFailure(error);
  const { http, dimse, sentence } = catalogue[code];
  if (http >= 500) log.error({ association: association.id, code, err: error }, 'a request failed');
  return failure(dimse, sentence);
};
