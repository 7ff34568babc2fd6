import { lazy, Suspense } from 'react';
import type { MediaViewProps } from './items.ts';
import { TextView } from './TextView.tsx';
import { VideoView } from './VideoView.tsx';
import { WaveformView } from './WaveformView.tsx';

/** Neither its module nor the document is loaded before one is shown. */
const PdfView = lazy(async () => ({ default: (await import('./PdfView.tsx')).PdfView }));

const views = { pdf: PdfView, text: TextView, waveform: WaveformView, video: VideoView } as const;

/** What is no picture, over the place of pictures. */
export const MediaLayer = ({ name, media }: MediaViewProps) => {
  const { shownAs } = media.series;
  if (shownAs === null || shownAs === 'pictures') return null;
  const View = views[shownAs];
  return (
    <div data-media={shownAs} className="absolute inset-0 bg-black">
      <Suspense fallback={<p className="p-4 text-muted">Being read …</p>}>
        <View key={media.instance.sopInstanceUid} name={name} media={media} />
      </Suspense>
    </div>
  );
};
