// @vitest-environment node
import type { Manifest } from '@throughline/contract';
import { expect, it, vi } from 'vitest';
import type { PaneState } from './panes.ts';

/** Pictures of the first study come, those of the second do not. */
const canvas = {
  stack: [] as string[],
  index: 0,
  setStack: (imageIds: string[], index: number): Promise<void> => {
    if (imageIds.some((imageId) => imageId.includes('/absent/'))) return new Promise(() => undefined);
    Object.assign(canvas, { stack: imageIds, index });
    const detail = { imageId: imageIds[index], imageIdIndex: index };
    element.dispatchEvent(new CustomEvent('new image', { detail }));
    return Promise.resolve();
  },
  getCurrentImageIdIndex: () => canvas.index,
  getProperties: () => ({}),
  getViewPresentation: () => ({}),
  setViewPresentation: () => undefined,
  resetCamera: () => undefined,
  render: () => undefined,
};

const element = Object.assign(new EventTarget(), { dataset: {} }) as HTMLDivElement;

vi.mock('@cornerstonejs/core', () => ({
  Enums: {
    ViewportType: { STACK: 'stack' },
    Events: {
      STACK_NEW_IMAGE: 'new image',
      VOI_MODIFIED: 'voi',
      IMAGE_RENDERED: 'rendered',
      IMAGE_LOAD_ERROR: 'error',
    },
  },
  eventTarget: new EventTarget(),
  imageLoader: {},
  utilities: {},
}));
vi.mock('@cornerstonejs/dicom-image-loader', () => ({ wadors: { metaDataManager: { add: () => undefined } } }));
vi.mock('./cine.ts', () => ({ stopCine: () => undefined }));
vi.mock('./engine.ts', () => ({
  engineName: 'engine',
  engine: () => ({
    rendering: { enableElement: () => undefined, getViewport: () => canvas },
    group: { addViewport: () => undefined },
  }),
}));
vi.stubGlobal('addEventListener', () => undefined);
vi.stubGlobal('location', { origin: 'http://hub' });
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
  },
);

const { clearPane, hang, mountPane } = await import('./desk.ts');

const studyOf = (studyInstanceUid: string, sopInstanceUid: string): Manifest => ({
  studyInstanceUid,
  first: null,
  series: [
    {
      seriesInstanceUid: `${studyInstanceUid}.1`,
      seriesNumber: 1,
      modality: 'CT',
      description: null,
      notDrawn: null,
      shownAs: 'pictures',
      kind: null,
      instances: [
        {
          sopInstanceUid,
          sopClassUid: '1',
          instanceNumber: 1,
          rows: 1,
          columns: 1,
          frames: 1,
          title: null,
          seconds: null,
        },
      ],
      metadata: [{}],
    },
  ],
});

it('takes back what it said of a study when the next one is hung, and when it is taken down', async () => {
  const told: (PaneState | null)[] = [];
  mountPane('prior', element, (state) => told.push(state));
  await hang('prior', studyOf('1', 'present'));
  expect(told.at(-1)).toMatchObject({ seriesInstanceUid: '1.1', stands: true });
  void hang('prior', studyOf('2', 'absent'));
  expect(told.at(-1)).toBeNull();
  await hang('prior', studyOf('1', 'present'));
  expect(told.at(-1)).toMatchObject({ seriesInstanceUid: '1.1' });
  clearPane('prior');
  expect(told.at(-1)).toBeNull();
});
