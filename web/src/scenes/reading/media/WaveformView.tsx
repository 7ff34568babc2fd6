import { useMemo, useRef, useState } from 'react';
import type { MediaKeys } from '../../../state/media-state.ts';
import { Failed } from './Failed.tsx';
import { addressOf, type MediaViewProps } from './items.ts';
import { scrollKeys, useMediaKeys } from './use-media-keys.ts';

/** What cardiologists set: mm/s and mm/mV. */
const speeds = [12.5, 25, 50, 100] as const;
const gains = [2.5, 5, 10, 20, 40] as const;
const usual = { speed: 1, gain: 2 } as const;
/** Seconds that one step goes on. */
const page = 10;

interface Look {
  /** Places in the lists above; the speed is the kind's own while it is null. */
  readonly speed: number | null;
  readonly gain: number;
  readonly from: number;
  readonly rows: boolean;
  readonly inverted: boolean;
}

const start: Look = { speed: null, gain: usual.gain, from: 0, rows: false, inverted: false };

const step = (list: readonly number[], at: number, by: number): number =>
  Math.max(0, Math.min(list.length - 1, at + by));

const queryOf = ({ speed, gain, from, rows }: Look): string => {
  const query = new URLSearchParams({ accept: 'image/svg+xml', gain: String(gains[gain]) });
  if (speed !== null) query.set('speed', String(speeds[speed]));
  if (from > 0) query.set('from', String(from));
  if (rows) query.set('layout', 'rows');
  return query.toString();
};

type Change = (change: (look: Look) => Look) => void;

const keysOf = (change: Change, box: () => HTMLElement | null, seconds: number): MediaKeys => {
  const last = Math.max(0, Math.ceil(seconds / page) - 1) * page;
  const faster = (by: number) => (): void =>
    change((look) => ({ ...look, speed: step(speeds, look.speed ?? usual.speed, by) }));
  const larger = (by: number) => (): void => change((look) => ({ ...look, gain: step(gains, look.gain, by) }));
  const onward = (by: number) => (): void =>
    change((look) => ({ ...look, from: Math.max(0, Math.min(last, look.from + by)) }));
  return {
    ...scrollKeys(box),
    faster: faster(1),
    slower: faster(-1),
    larger: larger(1),
    smaller: larger(-1),
    forwardTen: onward(page),
    backTen: onward(-page),
    start: onward(-last - page),
    end: onward(last + page),
    window: () => change((look) => ({ ...look, rows: !look.rows })),
    invert: () => change((look) => ({ ...look, inverted: !look.inverted })),
    reset: () => change(() => start),
  };
};

/** How large it is on the page in proportion to the usual paper, which fills the width of the pane. */
const shareOf = ({ speed }: Look): number => (speed === null ? 1 : Math.max(1, (speeds[speed] ?? 25) / 25));

/** A waveform as the server draws it for everybody. */
export const WaveformView = ({ name, media }: MediaViewProps) => {
  const box = useRef<HTMLDivElement>(null);
  const [look, setLook] = useState(start);
  const query = queryOf(look);
  // One look that did not come says nothing of the next.
  const [came, setCame] = useState<{ readonly query: string; readonly state: 'ready' | 'failed' }>();
  const state = came?.query === query ? came.state : 'coming';
  const seconds = media.instance.seconds ?? 0;
  useMediaKeys(
    name,
    useMemo(() => keysOf(setLook, () => box.current, seconds), [seconds]),
  );
  return (
    <div ref={box} className="absolute inset-0 overflow-auto" data-ready={state === 'ready'}>
      {state === 'failed' ? (
        <Failed again={name}>This waveform cannot be drawn, or did not come.</Failed>
      ) : (
        <img
          alt={`${media.series.kind}, drawn on a grid of millimetres`}
          src={`${addressOf(media)}?${query}`}
          style={{
            width: `${shareOf(look) * 100}%`,
            maxWidth: 'none',
            filter: look.inverted ? 'invert(1) hue-rotate(180deg)' : undefined,
          }}
          onLoad={() => setCame({ query, state: 'ready' })}
          onError={() => setCame({ query, state: 'failed' })}
        />
      )}
      <div className="pane-text sticky bottom-0 left-0 text-muted">
        + − height · . , speed · V all leads in full{seconds > page ? ' · page keys on and back' : ''}
      </div>
    </div>
  );
};
