import { AnnotationMode, getDocument, type PDFDocumentLoadingTask, type PDFDocumentProxy, version } from 'pdfjs-dist';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { MediaKeys } from '../../../state/media-state.ts';
import { Failed } from './Failed.tsx';
import { addressOf, type MediaViewProps } from './items.ts';
import { pdfWorker } from './pdf-worker.ts';
import { scrollKeys, useMediaKeys } from './use-media-keys.ts';

const parts = `/assets/pdf-${version}`;

/** Where the library finds what documents do not carry; forms that are programs (XFA) and scripts are left alone. */
const usual = {
  cMapUrl: `${parts}/cmaps/`,
  iccUrl: `${parts}/iccs/`,
  standardFontDataUrl: `${parts}/standard_fonts/`,
  wasmUrl: `${parts}/wasm/`,
  enableXfa: false,
} as const;

/** The document at an address; null when it is none, or did not come. It is held as long as it is shown. */
const useDocument = (address: string): PDFDocumentProxy | null | undefined => {
  const [file, setFile] = useState<PDFDocumentProxy | null>();
  useEffect(() => {
    const abort = new AbortController();
    let task: PDFDocumentLoadingTask | undefined;
    const fail = (): void => {
      if (!abort.signal.aborted) setFile((held) => held ?? null);
    };
    const worker = pdfWorker(fail, abort.signal);
    const load = async (): Promise<void> => {
      const answer = await fetch(address, { headers: { accept: 'application/pdf' }, signal: abort.signal });
      if (!answer.ok) throw new Error(`The server answered with status ${answer.status}.`);
      const data = new Uint8Array(await answer.arrayBuffer());
      abort.signal.throwIfAborted();
      task = getDocument({ ...usual, data, worker });
      setFile(await task.promise);
    };
    load().catch(fail);
    return () => {
      abort.abort();
      void task?.destroy();
    };
  }, [address]);
  return file;
};

/** Pixels of one canvas: a page of any size is drawn as finely as that allows. */
const mostPixels = 16_000_000;
const zooms = [0.5, 0.75, 1, 1.5, 2, 3] as const;
const fitted = 2;

interface PageProps {
  readonly file: PDFDocumentProxy;
  readonly number: number;
  /** CSS pixels */
  readonly width: number;
}

/** One page on a canvas: there is nothing in it that could be run or followed. */
const Page = ({ file, number, width }: PageProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'coming' | 'ready' | 'failed'>('coming');
  useEffect(() => {
    let stop = (): void => undefined;
    let stopped = false;
    const draw = async (): Promise<void> => {
      const page = await file.getPage(number);
      if (stopped || canvas.current === null) return;
      const { width: own, height } = page.getViewport({ scale: 1 });
      const scale = (width / own) * devicePixelRatio;
      const viewport = page.getViewport({ scale: Math.min(scale, Math.sqrt(mostPixels / (own * height))) });
      Object.assign(canvas.current, { width: Math.floor(viewport.width), height: Math.floor(viewport.height) });
      const task = page.render({ canvas: canvas.current, viewport, annotationMode: AnnotationMode.ENABLE });
      stop = () => task.cancel();
      await task.promise;
      setState('ready');
    };
    draw().catch(() => {
      if (!stopped) setState('failed');
    });
    return () => {
      stopped = true;
      stop();
    };
  }, [file, number, width]);
  return (
    <figure className="m-0" data-page={number} data-state={state}>
      <canvas ref={canvas} style={{ width }} className="block bg-white" role="img" aria-label={`Page ${number}`} />
      {state === 'failed' && <figcaption className="p-1 text-warn">Page {number} cannot be drawn.</figcaption>}
    </figure>
  );
};

/** Pages are drawn up to here and on as they are scrolled to. */
const atFirst = 3;

const Pages = ({ file, width }: { readonly file: PDFDocumentProxy; readonly width: number }) => {
  const [count, setCount] = useState(Math.min(atFirst, file.numPages));
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (end.current === null) return undefined;
    const watch = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setCount((now) => Math.min(file.numPages, now + atFirst));
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [file]);
  return (
    <>
      {Array.from({ length: count }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pages have no other name than their number
        <Page key={at} file={file} number={at + 1} width={width} />
      ))}
      <div ref={end} className="pb-2 text-center text-muted">
        {count < file.numPages ? `${file.numPages - count} more pages` : `${file.numPages} pages`}
      </div>
    </>
  );
};

const keysOf = (zoom: (by: number | null) => void, box: () => HTMLElement | null): MediaKeys => ({
  ...scrollKeys(box),
  larger: () => zoom(1),
  smaller: () => zoom(-1),
  reset: () => zoom(null),
});

/** A PDF document, drawn page by page. */
export const PdfView = ({ name, media }: MediaViewProps) => {
  const box = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<number>(fitted);
  const [room, setRoom] = useState(0);
  const file = useDocument(addressOf(media));
  useEffect(() => {
    if (box.current === null) return undefined;
    const watch = new ResizeObserver(([entry]) => setRoom(Math.floor(entry?.contentRect.width ?? 0)));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  useMediaKeys(
    name,
    useMemo(() => {
      const change = (by: number | null): void =>
        setZoom((now) => (by === null ? fitted : Math.max(0, Math.min(zooms.length - 1, now + by))));
      return keysOf(change, () => box.current);
    }, []),
  );
  if (file === null) return <Failed again={name}>This document is no PDF that can be read, or did not come.</Failed>;
  return (
    <div ref={box} className="absolute inset-0 overflow-x-auto overflow-y-scroll" data-ready={file !== undefined}>
      {file && room > 0 && (
        <div className="mx-auto flex w-fit flex-col gap-2 p-2">
          <Pages file={file} width={Math.max(100, Math.floor((room - 16) * (zooms[zoom] ?? 1)))} />
        </div>
      )}
    </div>
  );
};
