/** How an error of ours is said in DIMSE: the catalogue's status, its sentence as Error Comment, nothing else. */
import { DimseError, failure } from '@throughline/dimse';
import { catalogue, toFailure } from '../../errors.ts';

/** Association errors pass as they are; every other error becomes a status of the catalogue. */
export const asStatus = (error: unknown): DimseError => {
  if (error instanceof DimseError) return error;
  const { code } = toFailure(error);
  return failure(catalogue[code].dimse, catalogue[code].sentence);
};
