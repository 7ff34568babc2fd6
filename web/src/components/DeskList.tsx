import type { ReactNode } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';

interface DeskListProps<T extends { readonly id: string }> {
  readonly label: string;
  /** The grid that head and rows share. */
  readonly columns: string;
  /** Names of the columns. */
  readonly head: ReactNode;
  /** Undefined while they are on their way. */
  readonly items: readonly T[] | undefined;
  readonly nameOf: (item: T) => string;
  readonly row: (item: T) => ReactNode;
  /** What stands there when there is none. */
  readonly empty: string;
  readonly open: (id: string) => void;
  readonly foot: ReactNode;
}

/** A list of those who run the system: arrow keys choose, Enter opens. */
export const DeskList = <T extends { readonly id: string }>(props: DeskListProps<T>) => {
  const { label, columns, head, items, nameOf, row, empty, open, foot } = props;
  return (
    <div className="flex min-h-0 min-w-0 flex-col">
      <div className={`${columns} heading border-b border-line py-1`} aria-hidden>
        {head}
      </div>
      <GridList
        key={items ? 'there' : 'coming'}
        aria-label={label}
        className="min-h-0 flex-1 overflow-auto"
        items={items ?? []}
        dependencies={[items]}
        // An empty list would take the focus back from wherever the keyboard goes.
        autoFocus={items !== undefined && items.length > 0 ? 'first' : false}
        selectionMode="none"
        onAction={(key) => open(String(key))}
        renderEmptyState={() => <p className="p-6 text-muted">{items ? empty : 'Loading …'}</p>}
      >
        {(item) => (
          <GridListItem
            id={item.id}
            textValue={nameOf(item)}
            className="cursor-default border-b border-line data-[focus-visible]:bg-hover data-[hovered]:bg-raised"
          >
            {row(item)}
          </GridListItem>
        )}
      </GridList>
      <footer className="flex items-center gap-2 border-t border-line bg-panel px-4 py-1 text-muted">{foot}</footer>
    </div>
  );
};
