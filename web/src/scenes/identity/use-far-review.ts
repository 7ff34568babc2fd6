/** A question that a link names and that is not among those listed yet; none when it was answered. */
import { useQuery } from '@tanstack/react-query';
import type { IdentityReview } from '@throughline/contract';
import { comparisonQuery } from '../../api/identity.ts';

export const useFarReview = (id: string | null): IdentityReview | undefined => {
  const { data } = useQuery({ ...comparisonQuery(id ?? ''), enabled: id !== null, retry: false });
  return id !== null && data?.open ? data : undefined;
};
