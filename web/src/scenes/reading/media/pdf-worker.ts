/** What reads PDF documents: one worker for all that are shown, and another one once its script did not come. */
import { PDFWorker } from 'pdfjs-dist';

interface Started {
  readonly port: Worker;
  /** Ours: one that the library makes for itself takes no document while the one before is put away. */
  readonly worker: PDFWorker;
}

let started: Started | undefined;

const start = (): Started => {
  const port = new Worker(new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url), { type: 'module' });
  port.addEventListener('error', () => {
    started = undefined;
  });
  // Its types know of no port.
  return { port, worker: new PDFWorker({ port: port as never }) };
};

/** `failed` is called when it does not come, unless that was no longer wanted: the library itself would wait for ever. */
export const pdfWorker = (failed: () => void, signal: AbortSignal): PDFWorker => {
  started ??= start();
  started.port.addEventListener('error', failed, { signal });
  return started.worker;
};
