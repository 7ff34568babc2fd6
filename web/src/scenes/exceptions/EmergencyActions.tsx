import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { emergenciesQuery, endEmergency, exceptionsQuery, reviewEmergency } from '../../api/desk.ts';
import { toTheMinute } from '../../components/hub-clock.ts';

/** Who broke the glass, for whom and why; and whether that was justified. */
export const EmergencyActions = ({ id }: { readonly id: string }) => {
  const client = useQueryClient();
  const access = useQuery(emergenciesQuery).data?.find((one) => one.id === id);
  const refresh = () => client.invalidateQueries({ queryKey: exceptionsQuery.queryKey });
  const review = useMutation({
    mutationFn: (verdict: 'justified' | 'not-justified') => reviewEmergency(id, verdict),
    onSettled: refresh,
  });
  const end = useMutation({ mutationFn: () => endEmergency(id), onSettled: refresh });
  if (access === undefined) return null;
  const lasts = Date.parse(access.endsAt) > Date.now();
  const until = toTheMinute(access.endsAt);
  return (
    <span className="flex flex-wrap items-center gap-2 py-1">
      <span className="w-full text-muted">
        patient {access.patientId} of {access.issuer}, until {until}: “{access.reason}”
      </span>
      <Button className="action" isDisabled={review.isPending} onPress={() => review.mutate('justified')}>
        Justified
      </Button>
      <Button className="action" isDisabled={review.isPending} onPress={() => review.mutate('not-justified')}>
        Not justified
      </Button>
      {lasts && (
        <Button className="action" isDisabled={end.isPending} onPress={() => end.mutate()}>
          End it now
        </Button>
      )}
      <span role="status" className="text-warn">
        {end.isError && 'It could not be ended: it may be over already. '}
        {review.isError && 'That did not work: your own access is reviewed by somebody else.'}
      </span>
    </span>
  );
};
