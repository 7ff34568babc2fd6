// @vitest-environment node
import { expect, it, vi } from 'vitest';

vi.mock('pdfjs-dist', () => ({ PDFWorker: class {} }));
const ports: EventTarget[] = [];
vi.stubGlobal(
  'Worker',
  class extends EventTarget {
    constructor() {
      super();
      ports.push(this);
    }
  },
);
const { pdfWorker } = await import('./pdf-worker.ts');

it('is one for all documents, tells those who wait for it when it does not come, and is started again then', () => {
  const [gone, waits] = [new AbortController(), new AbortController()];
  const [notTold, told] = [vi.fn(), vi.fn()];
  const first = pdfWorker(notTold, gone.signal);
  expect(pdfWorker(told, waits.signal)).toBe(first);
  gone.abort();
  ports[0]?.dispatchEvent(new Event('error'));
  expect(told).toHaveBeenCalledOnce();
  expect(notTold).not.toHaveBeenCalled();
  expect(pdfWorker(told, waits.signal)).not.toBe(first);
  expect(ports).toHaveLength(2);
});
