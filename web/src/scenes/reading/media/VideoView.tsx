import { useMemo, useRef, useState } from 'react';
import { setDesk } from '../../../state/desk-state.ts';
import type { MediaKeys } from '../../../state/media-state.ts';
import { Failed } from './Failed.tsx';
import { addressOf, type MediaViewProps, nameOf } from './items.ts';
import { useMediaKeys } from './use-media-keys.ts';

const usualFrame = 1 / 25;
const second = 1;

const keysOf = (video: () => HTMLVideoElement | null): MediaKeys => {
  const go = (seconds: number) => (): void => {
    const film = video();
    if (!film) return;
    film.pause();
    film.currentTime = Math.max(0, Math.min(film.duration || 0, film.currentTime + seconds));
  };
  const rate = (by: number) => (): void => {
    const film = video();
    if (film) film.playbackRate = Math.max(0.25, Math.min(4, film.playbackRate * by));
  };
  const toggle = (): void => {
    const film = video();
    if (!film) return;
    setDesk({ playing: film.paused });
    if (film.paused) void film.play().catch(() => undefined);
    else film.pause();
  };
  return {
    cine: toggle,
    back: go(-usualFrame),
    forward: go(usualFrame),
    backArrow: go(-usualFrame),
    forwardArrow: go(usualFrame),
    backTen: go(-second),
    forwardTen: go(second),
    start: go(-Number.MAX_SAFE_INTEGER),
    end: go(Number.MAX_SAFE_INTEGER),
    faster: rate(2),
    slower: rate(0.5),
  };
};

const Download = ({ address }: { readonly address: string }) => (
  <a className="action text-text" href={address} download="video">
    Download the video as it was stored
  </a>
);

/** Of a film that fails at once a browser does not say whether it came: the server is asked for its first byte. */
const whyFailed = async (address: string, code: number | undefined): Promise<'unplayable' | 'absent'> => {
  if (code === MediaError.MEDIA_ERR_NETWORK) return 'absent';
  const isGiven = await fetch(address, { headers: { range: 'bytes=0-0' } }).then(
    ({ ok }) => ok,
    () => false,
  );
  return isGiven ? 'unplayable' : 'absent';
};

/** A film, played by the browser where it can be. */
export const VideoView = ({ name, media }: MediaViewProps) => {
  const film = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'coming' | 'ready' | 'unplayable' | 'absent'>('coming');
  const address = addressOf(media);
  useMediaKeys(
    name,
    useMemo(() => keysOf(() => film.current), []),
  );
  if (state === 'absent') return <Failed again={name}>{nameOf(media)}: the server did not give this video.</Failed>;
  if (state === 'unplayable')
    return (
      <Failed>
        <p>
          {nameOf(media)}: this browser cannot play this video. It may be of a kind that browsers do not play (MPEG-2,
          HEVC, a stream without an MP4 file around it).
        </p>
        <Download address={address} />
      </Failed>
    );
  return (
    <div className="absolute inset-0" data-ready={state === 'ready'}>
      <video
        ref={film}
        src={address}
        aria-label={`Video: ${nameOf(media)}`}
        className="h-full w-full object-contain"
        tabIndex={-1}
        controls
        loop
        muted
        playsInline
        preload="auto"
        controlsList="nodownload noremoteplayback"
        disablePictureInPicture
        disableRemotePlayback
        onLoadedData={() => setState('ready')}
        onError={(event) => void whyFailed(address, event.currentTarget.error?.code).then(setState)}
      />
    </div>
  );
};
