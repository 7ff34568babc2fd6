import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { exceptionsQuery } from '../../api/desk.ts';
import { resend, setSentAside } from '../../api/hl7.ts';

/** What can be done about a message that its receiver did not take. */
export const UnsentActions = ({ id }: { readonly id: string }) => {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: exceptionsQuery.queryKey });
  const again = useMutation({ mutationFn: () => resend(id), onSettled });
  const aside = useMutation({ mutationFn: () => setSentAside(id), onSettled });
  const busy = again.isPending || aside.isPending;
  return (
    <span className="flex items-center gap-2 py-1">
      <Button className="action" isDisabled={busy} onPress={() => again.mutate()}>
        Send again
      </Button>
      <Button className="action" isDisabled={busy} onPress={() => aside.mutate()}>
        Set aside
      </Button>
      <span role="status" className="text-warn">
        {again.error?.message ?? aside.error?.message}
      </span>
    </span>
  );
};
