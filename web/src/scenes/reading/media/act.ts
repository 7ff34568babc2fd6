/** What the keys do while something that is no picture is shown. */
import type { HotkeyId } from '../../../keys/table.ts';
import { say, useDesk } from '../../../state/desk-state.ts';
import { chooseMedia, type Media, mediaKeys, paneManifests, shownMedia } from '../../../state/media-state.ts';
import { hang } from '../../../viewport/desk.ts';
import { type PaneName, panes } from '../../../viewport/panes.ts';
import { itemsOf } from './items.ts';

/** Keys that do something to a picture, which would be one that nobody sees. */
const ofPictures: ReadonlySet<HotkeyId> = new Set<HotkeyId>([
  'back',
  'forward',
  'backArrow',
  'forwardArrow',
  'backTen',
  'forwardTen',
  'start',
  'end',
  'cine',
  'window',
  'invert',
  'turn',
  'reset',
  'length',
  'angle',
  'cobb',
  'erase',
  'save',
  'faster',
  'slower',
  'larger',
  'smaller',
]);

/** Goes on to the next thing of the study, pictures or not; false when pictures are shown and no other thing follows them. */
const stepTo = (name: PaneName, step: -1 | 1): boolean => {
  const manifest = paneManifests.get(name);
  const shown = shownMedia(name);
  const items = manifest ? itemsOf(manifest) : [];
  const hung = panes.get(name)?.stack?.series.seriesInstanceUid;
  const at = items.findIndex(({ media, pictures }) =>
    shown
      ? media?.instance.sopInstanceUid === shown.instance.sopInstanceUid
      : pictures !== undefined && pictures.seriesInstanceUid === hung,
  );
  const next = at < 0 ? undefined : items[at + step];
  if (shown && !next) {
    say('This study has no other series there.');
    return true;
  }
  if (!manifest || !next || (!shown && next.pictures)) return false;
  const { studyInstanceUid } = manifest;
  chooseMedia(name, { studyInstanceUid, sopInstanceUid: next.media?.instance.sopInstanceUid ?? null });
  if (next.pictures) void hang(name, manifest, next.pictures.seriesInstanceUid).catch(() => undefined);
  return true;
};

const refuse = ({ series }: Media, id: HotkeyId): void =>
  say(id === 'blink' ? 'Only pictures blink over each other.' : `${series.kind}: this key has no use here.`);

/** True when the key was for what is shown in place of pictures, and is done with. */
export const actOnMedia = (name: PaneName, id: HotkeyId): boolean => {
  if (id === 'previousSeries' || id === 'nextSeries') return stepTo(name, id === 'nextSeries' ? 1 : -1);
  if (id === 'blink' && useDesk.getState().blinking) return false;
  const blinking = id === 'blink' ? (shownMedia('prior') ?? shownMedia('current')) : null;
  const media = blinking ?? shownMedia(name);
  if (!media || !(blinking || ofPictures.has(id))) return false;
  const key = blinking ? undefined : mediaKeys.get(name)?.[id];
  if (key) key();
  else refuse(media, id);
  return true;
};
