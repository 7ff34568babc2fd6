import type { ExceptionItem } from '@throughline/contract';
import { ConflictActions } from './ConflictActions.tsx';
import { DeadLetterActions } from './DeadLetterActions.tsx';
import { EmergencyActions } from './EmergencyActions.tsx';
import { UnsentActions } from './UnsentActions.tsx';

const ofStudies: ReadonlySet<ExceptionItem['kind']> = new Set([
  'damaged-study',
  'partial-study',
  'recalled-delivery',
  'recalled-reading',
  'recalled-manifest',
  'late-prior',
]);

const pageOf = ({ kind, id, studyInstanceUid }: ExceptionItem): readonly [href: string, words: string] | undefined => {
  if (kind === 'identity-review') return [`/identity?review=${encodeURIComponent(id)}`, 'Compare them'];
  if (kind === 'failing-source' || kind === 'refusing-source')
    return [`/sources?source=${encodeURIComponent(id)}`, 'Test its connection'];
  if (kind === 'failing-destination') return [`/hl7?receiver=${encodeURIComponent(id)}`, 'Test its connection'];
  return ofStudies.has(kind) && studyInstanceUid !== null ? [`/read/${studyInstanceUid}`, 'Open the study'] : undefined;
};

/** What can be done about it, here or on another page. */
export const WhereToAct = ({ item }: { readonly item: ExceptionItem }) => {
  if (item.kind === 'dead-letter') return <DeadLetterActions id={item.id} />;
  if (item.kind === 'unsent-message') return <UnsentActions id={item.id} />;
  if (item.kind === 'emergency-access') return <EmergencyActions id={item.id} />;
  if (item.kind === 'uid-conflict') return <ConflictActions id={item.id} />;
  const page = pageOf(item);
  if (page === undefined) return null;
  const [href, words] = page;
  return (
    <a className="action my-1" href={href}>
      {words}
    </a>
  );
};
