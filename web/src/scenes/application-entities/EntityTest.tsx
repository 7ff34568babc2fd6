import { useQuery } from '@tanstack/react-query';
import type { ApplicationEntity } from '@throughline/contract';
import { testEntity } from '../../api/application-entities.ts';
import { sourcesQuery } from '../../api/desk.ts';
import { ConnectionTest } from '../../components/ConnectionTest.tsx';

/** The services of a source are tried where the source is. */
const AtItsSource = ({ name }: { readonly name: string }) => {
  const { data } = useQuery(sourcesQuery);
  const source = data?.find((one) => one.name === name);
  if (source === undefined) return <p className="mb-2 text-warn">The source {name} is registered no more.</p>;
  return (
    <p className="mb-2 text-muted">
      What is delivered goes to the source {name}.{' '}
      <a className="action" href={`/sources?source=${encodeURIComponent(source.id)}`}>
        Test it there
      </a>
    </p>
  );
};

/** Whether what is sent to it would arrive. */
export const EntityTest = ({ entity }: { readonly entity: ApplicationEntity }) => {
  const { aeTitle, deliverBy = 'c-store', destination, sourceName } = entity;
  return (
    <>
      {deliverBy !== 'c-store' && sourceName !== undefined && <AtItsSource name={sourceName} />}
      {destination && <ConnectionTest key={JSON.stringify(destination)} test={() => testEntity(aeTitle)} />}
    </>
  );
};
