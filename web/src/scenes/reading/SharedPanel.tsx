import { useDesk } from '../../state/desk-state.ts';

/** What is shared in the report that is open in the user's reporting system; nothing where no report is open. */
export const SharedPanel = () => {
  const shared = useDesk((state) => state.shared);
  if (shared.length === 0) return null;
  return (
    <section aria-label="Shared in the open report" className="max-h-32 shrink-0 overflow-auto border-t border-line">
      <h2 className="heading bg-raised px-2 py-1">Shared in the open report</h2>
      <ul data-shared>
        {shared.map(({ id, text, selected }) => (
          <li
            key={id}
            aria-current={selected || undefined}
            className={`px-2 ${selected ? 'text-strong' : 'text-text'}`}
          >
            {selected ? '▸ ' : ''}
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
};
