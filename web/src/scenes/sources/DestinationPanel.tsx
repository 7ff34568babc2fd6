import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApplicationEntity, Source } from '@throughline/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { destinationsQuery, putDestination, removeDestination } from '../../api/desk.ts';
import { Field } from '../../components/Field.tsx';

const ways = {
  'c-store': 'objects or manifests, by C-STORE to its own address',
  stow: 'objects or manifests, by STOW-RS',
  mhd: 'manifests only, by IHE MHD to the FHIR address',
} as const;

const wayOf = ({ deliverBy = 'c-store', destination }: ApplicationEntity): string =>
  deliverBy === 'c-store' && destination === undefined ? 'nothing: it only calls' : ways[deliverBy];

const Entity = ({ entity, refresh }: { readonly entity: ApplicationEntity; readonly refresh: () => Promise<void> }) => {
  const [asked, setAsked] = useState(false);
  const remove = useMutation({ mutationFn: () => removeDestination(entity.aeTitle), onSuccess: refresh });
  return (
    <li className="flex items-center gap-2 border-t border-line py-1">
      <span className="text-strong">{entity.aeTitle}</span>
      <span className="text-muted">takes {wayOf(entity)}</span>
      <Button className="action ml-auto" onPress={() => (asked ? remove.mutate() : setAsked(true))}>
        {asked ? `Really: ${entity.aeTitle} may not call either` : 'Remove'}
      </Button>
    </li>
  );
};

const blank = { destinationName: '', destinationAddress: '', deliverBy: 'mhd' };

/** A name to deliver to, at the services of this source; who calls by DICOM is registered with more: `throughline admin ae add`. */
const NewDestination = ({ source, refresh }: { readonly source: Source; readonly refresh: () => Promise<void> }) => {
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>(blank);
  const set = (field: string, value: string): void => setDraft((before) => ({ ...before, [field]: value }));
  const add = useMutation({
    mutationFn: () =>
      putDestination(
        (draft.destinationName ?? '').trim(),
        (draft.destinationAddress ?? '').trim(),
        draft.deliverBy,
        source,
      ),
    onSuccess: async () => {
      setDraft(blank);
      await refresh();
    },
  });
  const bound = { draft, set };
  return (
    <form
      aria-label="New destination"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        <Field {...bound} field="destinationName" label="Name (AE title)" hint="EXCHANGE" />
        <Field {...bound} field="destinationAddress" label="May call from" hint="127.0.0.1: never" />
        <Field
          {...bound}
          field="deliverBy"
          label="Takes"
          options={[['mhd', ways.mhd] as const, ['stow', ways.stow] as const]}
        />
      </div>
      <Button className="action mt-2" type="submit" isDisabled={add.isPending}>
        Add a destination
      </Button>
      <p role="status" className="min-h-5 text-bad">
        {add.error?.message}
      </p>
    </form>
  );
};

/** What is delivered to the systems of a source, and how. */
export const DestinationPanel = ({ source }: { readonly source: Source }) => {
  const client = useQueryClient();
  const { data } = useQuery(destinationsQuery);
  const own = data?.filter(({ sourceName }) => sourceName === source.name) ?? [];
  const refresh = () => client.invalidateQueries({ queryKey: destinationsQuery.queryKey });
  return (
    <section aria-label="Deliveries" className="mb-3">
      <h3 className="heading mb-1">Deliveries</h3>
      <ul className="m-0 mb-2 list-none p-0">
        {own.map((entity) => (
          <Entity key={entity.aeTitle} entity={entity} refresh={refresh} />
        ))}
      </ul>
      {data && own.length === 0 && <p className="mb-2 text-muted">Nothing is delivered to it.</p>}
      <NewDestination source={source} refresh={refresh} />
    </section>
  );
};
