import { useMediaState } from '../../../state/media-state.ts';
import type { MediaViewProps } from './items.ts';
import { LatePdfView } from './LatePdfView.tsx';
import { TextView } from './TextView.tsx';
import { VideoView } from './VideoView.tsx';
import { WaveformView } from './WaveformView.tsx';

const views = { pdf: LatePdfView, text: TextView, waveform: WaveformView, video: VideoView } as const;

/** What is no picture, over the place of pictures. */
export const MediaLayer = ({ name, media }: MediaViewProps) => {
  const asked = useMediaState((state) => state.asked[name]);
  const { shownAs } = media.series;
  if (shownAs === null || shownAs === 'pictures') return null;
  const View = views[shownAs];
  return (
    <div data-media={shownAs} className="absolute inset-0 bg-black">
      <View key={`${media.instance.sopInstanceUid} ${asked}`} name={name} media={media} />
    </div>
  );
};
