import type { RankedPrior } from '@throughline/contract';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { colourOf, isFlagged } from './colours.ts';
import { shownText } from './media/shown-text.ts';
import { placeText } from './place-text.ts';

const tierWords: Readonly<Record<RankedPrior['tier'], string>> = {
  'show-first': 'show first',
  relevant: 'relevant',
  marginal: 'marginal',
  'not-relevant': 'not relevant',
};

const matches = (prior: RankedPrior, wanted: string): boolean =>
  [prior.exam, prior.localName, prior.siteName, prior.date ?? '', ...prior.modalities]
    .join(' ')
    .toLowerCase()
    .includes(wanted.toLowerCase());

const Row = ({ prior }: { readonly prior: RankedPrior }) => {
  const place = placeText(prior);
  const reasons = prior.reasons.map((reason) => reason.text).join(' · ');
  return (
    <div className="flex flex-col px-2 py-1.5" style={{ borderLeft: `3px solid ${colourOf(prior)}` }}>
      <div className="flex items-start gap-2">
        {prior.key && <kbd className="keycap shrink-0 self-start">{prior.key}</kbd>}
        <strong className="shrink-0 whitespace-nowrap text-strong">{prior.date ?? 'no date'}</strong>
        <span className="min-w-0">{prior.exam}</span>
      </div>
      <div className="flex items-start gap-2">
        <span className="min-w-0 text-muted">
          {[prior.siteName, prior.age, prior.dismissed ? 'dismissed' : tierWords[prior.tier]]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className={`ml-auto shrink-0 ${place.tone}`}>{place.text}</span>
      </div>
      {reasons && <span>{reasons}</span>}
      {prior.localName !== '' && prior.localName !== prior.exam && (
        <span className="break-words text-[11px] text-muted">{prior.localName}</span>
      )}
      {prior.copies.length > 0 && (
        <span className="text-[11px] text-muted">
          Also at {prior.copies.map((copy) => `${copy.siteName} (${copy.instances ?? '?'})`).join(', ')}
        </span>
      )}
      {shownText(prior) && <span className="text-[11px] text-muted">{shownText(prior)}</span>}
      {prior.notDrawn && <span className="text-[11px] text-warn">{prior.notDrawn}</span>}
      {prior.warnings.map((warning) => (
        <span key={warning.code} className="text-bad">
          {warning.text}
        </span>
      ))}
    </div>
  );
};

interface RailProps {
  readonly priors: readonly RankedPrior[];
  readonly shown: string | undefined;
  readonly hang: (studyInstanceUid: string) => void;
}

interface WholeRail extends RailProps {
  /** What is said where there is none. */
  readonly none: string;
}

const List = ({ label, priors, shown, hang }: RailProps & { readonly label: string }) => (
  <GridList
    aria-label={label}
    items={priors.map((prior) => ({ id: prior.studyInstanceUid, prior }))}
    dependencies={[priors, shown]}
    selectionMode="single"
    selectionBehavior="replace"
    selectedKeys={shown === undefined ? [] : [shown]}
    onSelectionChange={(keys) => {
      const [key] = keys === 'all' ? [] : [...keys];
      if (key !== undefined) hang(String(key));
    }}
  >
    {({ id, prior }) => (
      <GridListItem
        id={id}
        textValue={`${prior.date} ${prior.exam}`}
        data-prior={id}
        data-tier={prior.tier}
        data-number={prior.key ?? ''}
        data-place={prior.place}
        className="cursor-default border-b border-line data-[focus-visible]:bg-hover data-[hovered]:bg-raised data-[selected]:bg-[#16314d]"
      >
        <Row prior={prior} />
      </GridListItem>
    )}
  </GridList>
);

const optionOf = (prior: RankedPrior): string => `found-${prior.studyInstanceUid}`;

interface FindProps {
  readonly value: string;
  readonly change: (value: string) => void;
  /** What matches the value as it is now. */
  readonly hits: readonly RankedPrior[];
  /** Which of them Enter hangs. */
  readonly at: number;
  readonly goTo: (at: number) => void;
  readonly hang: (studyInstanceUid: string) => void;
}

/** The first hit is chosen, arrows choose another, Enter hangs it and leaves the field (ARIA APG: combobox with a list box). */
const Find = ({ value, change, hits, at, goTo, hang }: FindProps) => {
  const chosen = hits[at];
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    const { key, currentTarget } = event;
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[key];
    if (step !== undefined) {
      event.preventDefault();
      goTo(Math.max(0, Math.min(hits.length - 1, at + step)));
    }
    if (key === 'Escape') change('');
    if (key === 'Enter' && chosen) hang(chosen.studyInstanceUid);
    if (key === 'Escape' || (key === 'Enter' && chosen)) currentTarget.blur();
  };
  return (
    <input
      data-find
      role="combobox"
      aria-label="Find in this person's history"
      aria-autocomplete="list"
      aria-expanded={hits.length > 0}
      aria-controls="found-priors"
      aria-activedescendant={chosen && optionOf(chosen)}
      autoComplete="off"
      className="field ml-auto h-6 w-16 min-w-0 focus:w-24 xl:w-24 px-2 py-0 text-[12px] font-normal normal-case tracking-normal"
      placeholder="/ find"
      value={value}
      onChange={(event) => change(event.target.value)}
      onKeyDown={press}
    />
  );
};

const Found = ({ hits, at, shown, hang }: Pick<FindProps, 'hits' | 'at' | 'hang'> & Pick<RailProps, 'shown'>) => {
  const chosen = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another hit is chosen when one of them changes
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest' });
  }, [hits, at]);
  return (
    <div id="found-priors" role="listbox" aria-label="Found priors">
      {hits.map((prior, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus
        <div
          key={prior.studyInstanceUid}
          ref={index === at ? chosen : undefined}
          id={optionOf(prior)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          data-prior={prior.studyInstanceUid}
          className={`cursor-default border-b border-line hover:bg-raised ${index === at ? 'outline-2 -outline-offset-2 outline-accent' : ''} ${prior.studyInstanceUid === shown ? 'bg-[#16314d]' : ''}`}
          onClick={() => hang(prior.studyInstanceUid)}
        >
          <Row prior={prior} />
        </div>
      ))}
    </div>
  );
};

/** What is seen of the priors that can be folded: what hangs always is. */
export const otherRows = (
  priors: readonly RankedPrior[],
  shown: string | undefined,
  unfolded: boolean,
): readonly RankedPrior[] => (unfolded ? priors : priors.filter((prior) => prior.studyInstanceUid === shown));

/** The ranked priors of every hospital; what is not relevant is folded, never gone. */
export const Rail = ({ none, ...props }: WholeRail) => {
  const [unfolded, setUnfolded] = useState(false);
  const [find, setFind] = useState('');
  const [at, goTo] = useState(0);
  const wanted = find.trim();
  const flagged = props.priors.filter(isFlagged);
  const others = props.priors.filter((prior) => !isFlagged(prior));
  const rows = otherRows(others, props.shown, unfolded);
  const hits = useMemo(
    () => (wanted === '' ? [] : props.priors.filter((prior) => matches(prior, wanted))),
    [props.priors, wanted],
  );
  const { shown } = props;
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    // The number of a prior that is folded, or further below, was pressed.
    if (shown === undefined) return undefined;
    // Its row may be there by this only, and is not before it is drawn.
    const show = (): void =>
      list.current?.querySelector(`[data-prior="${shown}"]`)?.scrollIntoView({ block: 'nearest' });
    const soon = requestAnimationFrame(show);
    return () => cancelAnimationFrame(soon);
  }, [shown]);
  const change = (value: string): void => {
    setFind(value);
    goTo(0);
  };
  return (
    <section
      ref={list}
      aria-label="Priors"
      className="scroll-pt-9 flex min-h-0 max-h-[70%] shrink-0 flex-col overflow-auto"
    >
      <div className="sticky top-0 z-10 flex items-center bg-raised px-2 py-0.5">
        <h2 className="heading">
          Relevant priors · {flagged.length} of {props.priors.length}
        </h2>
        <Find value={find} change={change} hits={hits} at={at} goTo={goTo} hang={props.hang} />
      </div>
      {wanted !== '' && hits.length === 0 && <p className="px-2 py-2 text-muted">Nothing of this person matches.</p>}
      {hits.length > 0 && <Found hits={hits} at={at} shown={props.shown} hang={props.hang} />}
      {wanted === '' && (
        <>
          {flagged.length === 0 && <p className="px-2 py-2 text-muted">{none}</p>}
          {flagged.length > 0 && <List {...props} label="Relevant priors" priors={flagged} />}
          {others.length > 0 && (
            <Button
              className="px-2 py-1.5 text-left text-muted data-[hovered]:text-text"
              aria-expanded={unfolded}
              onPress={() => setUnfolded(!unfolded)}
            >
              {unfolded ? '▾' : '▸'} {others.length} more, marginal or not relevant
            </Button>
          )}
          {rows.length > 0 && <List {...props} label="Other priors" priors={rows} />}
        </>
      )}
    </section>
  );
};
