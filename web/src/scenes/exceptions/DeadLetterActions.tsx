import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { exceptionsQuery, replayMessage, setMessageAside } from '../../api/desk.ts';

/** What can be done about a message that had no effect. */
export const DeadLetterActions = ({ id }: { readonly id: string }) => {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: exceptionsQuery.queryKey });
  const replay = useMutation({ mutationFn: () => replayMessage(id), onSettled });
  const aside = useMutation({ mutationFn: () => setMessageAside(id), onSettled });
  const busy = replay.isPending || aside.isPending;
  const failed = replay.isError || aside.isError;
  return (
    <span className="flex items-center gap-2 py-1">
      <Button className="action" isDisabled={busy} onPress={() => replay.mutate()}>
        Process again
      </Button>
      <Button className="action" isDisabled={busy} onPress={() => aside.mutate()}>
        Set aside
      </Button>
      <span role="status" className="text-warn">
        {replay.data === false && 'It had no effect again.'}
        {failed && 'That did not work; the list shows how it stands.'}
      </span>
    </span>
  );
};
