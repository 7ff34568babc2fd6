/** Words of staff and of the ward beside an exam, which only begin or sound like a part of the body. */
import { describe, expect, it } from 'vitest';
import { ordinaryWords } from './data/ordinary-words.ts';
import { conceptOf } from './index.ts';
import { ownLexiconOf } from './lexicon.ts';

const placeOf = (name: string, modality = 'CT') => {
  const { regions, focus, laterality } = conceptOf({ name, modality });
  return [regions.join('+'), focus, laterality];
};

describe('an ordinary word', () => {
  it('is no word of the English vocabularies', () => {
    const known = [...ordinaryWords].filter((word) => ownLexiconOf('en').single(word) !== undefined);
    expect(known).toEqual([]);
  });

  it.each(
    `CT HANDLED|CT HANDLED BY OUTSIDE HOSPITAL|XR HANDOVER|CT LEGEND|XR BACKUP|XR HEADER|XR CHESTNUT WARD|CT FOOTNOTE|CT FACETIME CONSULT|
    XR MAIN ED|MAIN ED|RX MAIN CAMPUS|RX MAIN WARD|BOX 3|TEEN CLINIC|CT HAS BEEN REPORTED|XR TEEN CLINIC|XR PINK ZONE|XR BOX 3|CT LOW DOSE RATE|CT SEVERE|XR CAMPUS|CT SERVER|CT CONCLUSION|
    CT TRANSMIT|US HANDHELD|FACE TO FACE CONSULT|HANDS ON TEACHING US|CT ON DISC|DISC IMPORT CT|CT HAND CARRIED|XR PALMER|CT PILOT|
    Handelt sich um Fremdaufnahme CT`.split('|'),
  )('names no part of the body: %s', (name) => {
    expect(placeOf(name.trim()).slice(0, 2)).toEqual(['unspecified', 'general']);
  });

  it.each([
    ['CT CHEST MAIN CAMPUS', ['chest', 'general', 'none']],
    ['DR HART XR KNEE RT', ['lower-extremity', 'knee', 'right']],
    ['XR CHEST DR AXEL', ['chest', 'general', 'none']],
    ['XR CHEST AXEL', ['chest', 'general', 'none']],
    ['XR CHEST DR FOOT', ['chest', 'general', 'none']],
    ['XR ANKLE RT DR HEAD', ['lower-extremity', 'ankle', 'right']],
    ['DR HEAD XR KNEE RT', ['lower-extremity', 'knee', 'right']],
    ['DR FOOT LT', ['lower-extremity', 'foot', 'left']],
    ['RX CHEST MAIN CAMPUS', ['chest', 'general', 'none']],
    ['XR TEEN CLINIC SPINE', ['spine', 'general', 'none']],
    ['MRI RIM ENHANCING LESION BRAIN', ['head', 'brain', 'none']],
    ['CT ABDOMEN LESION', ['abdomen', 'general', 'none']],
    ['XR KNEE 1-2V LT PORT', ['lower-extremity', 'knee', 'left']],
    ['MRI KNEE L R/O MENISCUS TEAR', ['lower-extremity', 'knee', 'left']],
    ['XR FOOT L/ R/O OSTEO', ['lower-extremity', 'foot', 'left']],
  ])('takes nothing from what is named beside it: %s', (name, place) => {
    expect(placeOf(name)).toEqual(place);
  });

  it.each([
    ['CT handled höger', ['upper-extremity', 'wrist', 'right']],
    ['MR handled vä', ['upper-extremity', 'wrist', 'left']],
    ['Radio main gauche', ['upper-extremity', 'hand', 'left']],
    ['X-been li', ['lower-extremity', 'general', 'left']],
    ['X-teen re', ['lower-extremity', 'toe', 'right']],
    ['RTG żebra L', ['chest', 'ribs', 'left']],
    ['RX MAIN', ['upper-extremity', 'hand', 'unspecified']],
    ['RX MAINS', ['upper-extremity', 'hand', 'bilateral']],
    ['RX BRAS', ['upper-extremity', 'humerus', 'unspecified']],
    ['Rx dent', ['face', 'teeth', 'none']],
    ['ROENTGEN TAR', ['lower-extremity', 'toe', 'unspecified']],
    ['TAR DX', ['lower-extremity', 'toe', 'right']],
    ['Handled sin', ['upper-extremity', 'wrist', 'left']],
  ])('is read in the language that another word of the name is of: %s', (name, place) => {
    expect(placeOf(name)).toEqual(place);
  });

  it.each([
    ['XR RADIAL NECK LT', 'elbow'],
    ['XR NOF RT', 'hip'],
    ['CT TIBIAL PLAFOND RT', 'ankle'],
    ['XR FIBULAR HEAD LT', 'knee'],
    ['COARCTATION OF AORTA MR', 'thoracic-aorta'],
    ['MRA AORTIC ARCH ANOMALY', 'thoracic-aorta'],
    ['BT SHUNT ECHO', 'heart'],
    ['TTE SHUNT STUDY', 'heart'],
    ['BAS BALLOON ATRIAL SEPTOSTOMY', 'heart'],
    ['Écho doppler TSA', 'carotid'],
    ['VP SHUNT SERIES', 'shunt'],
  ])('of one part does not hide the other that is meant: %s', (name, focus) => {
    expect(conceptOf({ name }).focus).toBe(focus);
  });

  it('of the breast is no mammogram where ultrasound is named', () => {
    expect(conceptOf({ name: 'MAM US breast' }).modality).toBe('US');
    expect(conceptOf({ name: 'MAM BREAST' }).modality).toBe('MG');
  });
});
