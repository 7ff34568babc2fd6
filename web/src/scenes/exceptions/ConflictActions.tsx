import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { conflictsQuery, exceptionsQuery, originalAddress, serveVersion, versionsQuery } from '../../api/desk.ts';
import { toTheMinute } from '../../components/hub-clock.ts';
import { Differences } from './Differences.tsx';

const useConflict = (id: string) => useQuery(conflictsQuery).data?.find((conflict) => conflict.id === id);

const Versions = ({ conflict }: { readonly conflict: NonNullable<ReturnType<typeof useConflict>> }) => {
  const client = useQueryClient();
  const { data } = useQuery(versionsQuery(conflict.sopInstanceUid));
  const serve = useMutation({
    mutationFn: (version: number) => serveVersion(conflict.id, version),
    onSettled: () => client.invalidateQueries({ queryKey: exceptionsQuery.queryKey }),
  });
  const versions = data?.filter(({ version }) => conflict.versions.includes(version)) ?? [];
  const [one, other] = conflict.versions;
  return (
    <>
      {one !== undefined && other !== undefined && (
        <Differences sopInstanceUid={conflict.sopInstanceUid} versions={[one, other]} />
      )}
      <ul className="flex flex-col gap-1 py-1" aria-label="Versions" aria-busy={data === undefined}>
        {versions.map(({ version, receivedFrom, receivedAt, byteLength, chosen }) => (
          <li key={version} className="flex items-center gap-2">
            <Button className="action" isDisabled={serve.isPending} onPress={() => serve.mutate(version)}>
              {chosen ? `Go on serving version ${version}` : `Serve version ${version}`}
            </Button>
            <span className="text-muted">
              from {receivedFrom}, {toTheMinute(receivedAt)}, {byteLength.toLocaleString('en')} bytes
            </span>
            <a className="underline" href={originalAddress(conflict.sopInstanceUid, version)} download>
              the object as it came
            </a>
          </li>
        ))}
        {serve.isError && <li className="text-warn">That did not work; the list shows how it stands.</li>}
      </ul>
    </>
  );
};

/** Both versions of an object that came twice, and which of them is served. */
export const ConflictActions = ({ id }: { readonly id: string }) => {
  const conflict = useConflict(id);
  return conflict ? <Versions conflict={conflict} /> : null;
};
