// @vitest-environment node
import type { Manifest } from '@throughline/contract';
import { beforeEach, expect, it, vi } from 'vitest';

const hang = vi.fn(async () => undefined);
vi.mock('../../../viewport/desk.ts', () => ({ hang }));
vi.mock('../../../viewport/panes.ts', () => ({
  panes: new Map([['prior', { stack: { series: { seriesInstanceUid: '1.1' } } }]]),
}));

const { setDesk, useDesk } = await import('../../../state/desk-state.ts');
const { chooseMedia, paneManifests, setShownMedia, useMediaState } = await import('../../../state/media-state.ts');
const { actOnMedia } = await import('./act.ts');

const seriesOf = (uid: string, shownAs: 'pictures' | 'waveform'): Manifest['series'][number] => ({
  seriesInstanceUid: uid,
  seriesNumber: 1,
  modality: 'CT',
  description: null,
  notDrawn: null,
  shownAs,
  kind: shownAs === 'pictures' ? null : '12-lead ECG',
  instances: [
    {
      sopInstanceUid: `${uid}.1`,
      sopClassUid: '1',
      instanceNumber: 1,
      rows: 1,
      columns: 1,
      frames: 1,
      title: null,
      seconds: null,
    },
  ],
  metadata: [],
});

const ecg = seriesOf('1.3', 'waveform');
const study = {
  studyInstanceUid: '1',
  series: [seriesOf('1.1', 'pictures'), seriesOf('1.2', 'pictures'), ecg],
  first: null,
};

const showEcg = (): void => {
  const [instance] = ecg.instances;
  if (instance) setShownMedia('prior', { studyInstanceUid: '1', series: ecg, instance });
};

beforeEach(() => {
  hang.mockClear();
  setDesk({ blinking: false, said: null });
  setShownMedia('prior', null);
  paneManifests.set('prior', study);
});

it('hangs nothing behind the last thing of a study, and says that nothing follows', () => {
  showEcg();
  expect(actOnMedia('prior', 'nextSeries')).toBe(true);
  expect(hang).not.toHaveBeenCalled();
  expect(useDesk.getState().said).toBe('This study has no other series there.');
});

it('goes back from it to pictures, and leaves what is between pictures to them', () => {
  expect(actOnMedia('prior', 'nextSeries')).toBe(false);
  showEcg();
  expect(actOnMedia('prior', 'previousSeries')).toBe(true);
  expect(hang).toHaveBeenCalledWith('prior', study, '1.2');
});

it('ends blinking when a document is chosen, and never refuses to end it', () => {
  setDesk({ blinking: true });
  showEcg();
  expect(actOnMedia('prior', 'blink')).toBe(false);
  chooseMedia('prior', { studyInstanceUid: '1', sopInstanceUid: '1.3.1' });
  expect(useDesk.getState().blinking).toBe(false);
  expect(actOnMedia('prior', 'blink')).toBe(true);
});

it('asks anew for what is chosen again', () => {
  const asked = () => useMediaState.getState().asked.prior;
  const before = asked();
  chooseMedia('prior', { studyInstanceUid: '1', sopInstanceUid: '1.3.1' });
  expect(asked()).not.toBe(before);
});
