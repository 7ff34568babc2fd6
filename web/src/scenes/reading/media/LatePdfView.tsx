import { type ComponentType, useEffect, useState } from 'react';
import { Failed } from './Failed.tsx';
import type { MediaViewProps } from './items.ts';

/** A PDF document: neither what draws it nor the document is loaded before one is shown. */
export const LatePdfView = ({ name, media }: MediaViewProps) => {
  const [View, setView] = useState<ComponentType<MediaViewProps> | null>();
  useEffect(() => {
    import('./PdfView.tsx').then(
      ({ PdfView }) => setView(() => PdfView),
      () => setView(null),
    );
  }, []);
  // Browsers may hold a program that did not come for lost until the page is loaded again.
  if (View === null)
    return <Failed again={name}>What draws documents did not come. Try again, or load the page again.</Failed>;
  return View ? <View name={name} media={media} /> : <p className="p-4 text-muted">Being read …</p>;
};
