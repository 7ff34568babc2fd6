/** How addresses, telephone numbers and mail addresses agree. Household fields: a family shares them. */
import { areOfTwoScripts, emailOf, phoneOf, placeOf, type Street, streetNames, streetOf } from './contact.ts';
import { isNear, isOneSlip } from './distance.ts';
import type { PatientRecord } from './types.ts';

export type AddressLevel =
  | 'same-house'
  | 'same-street'
  | 'same-place' // postcode or locality, and nothing that contradicts it is known
  | 'same-area' // postcode and locality, and another street
  | 'similar' // some parts agree, others do not
  | 'differs'
  | 'missing';
export type ContactLevel = 'same' | 'slip' | 'differs' | 'missing';

const sameWords = (a: readonly string[], b: readonly string[]): boolean => isNear(a.join(''), b.join(''));

const sameStreet = (a: Street, b: Street): boolean =>
  sameWords(a.words, b.words) || isNear(...streetNames(a.text, b.text));

type Place = 'same' | 'slip' | 'differs' | 'missing';

const comparePlaces = (a: string | undefined, b: string | undefined): Place => {
  const [placeA, placeB] = [placeOf(a), placeOf(b)];
  if (placeA === '' || placeB === '') return 'missing';
  if (placeA === placeB) return 'same';
  if (/^\d+$/.test(placeA) && /^\d+$/.test(placeB)) return isOneSlip(placeA, placeB) ? 'slip' : 'differs';
  if (isNear(placeA, placeB)) return 'same';
  return areOfTwoScripts(a, b) ? 'missing' : 'differs';
};

/** 62 and 68 are two houses; 1162 and 1168, or 62 and 622, a typing error as often. */
const isSameNumber = (a: string, b: string): boolean =>
  a === b || (isOneSlip(a, b) && (a.length !== b.length || a.length > 2));

const compareStreets = (a: PatientRecord, b: PatientRecord): 'house' | 'street' | 'differs' | 'missing' => {
  const [streetA, streetB] = [streetOf(a.street), streetOf(b.street)];
  if (streetA === undefined || streetB === undefined) return 'missing';
  // A number alone is as good as the street where it is the same one.
  if (streetA.words.length + streetB.words.length > 0 && (streetA.words.length === 0 || streetB.words.length === 0))
    return streetA.number === streetB.number ? 'street' : 'differs';
  const known = streetA.number !== '' && streetB.number !== '';
  if (!sameStreet(streetA, streetB)) {
    if (!areOfTwoScripts(a.street, b.street)) return 'differs';
    // As of a number alone.
    if (!known) return 'missing';
    return streetA.number === streetB.number ? 'street' : 'differs';
  }
  return known && isSameNumber(streetA.number, streetB.number) ? 'house' : 'street';
};

/** How postcode and locality agree. */
export interface Places {
  readonly postcode: Place;
  readonly locality: Place;
}

export const compareBothPlaces = (a: PatientRecord, b: PatientRecord): Places => ({
  postcode: comparePlaces(a.postcode, b.postcode),
  locality: comparePlaces(a.locality, b.locality),
});

/** Street, locality and postcode go together: they are one field of several levels, not three that agree thrice. */
export const compareAddresses = (
  a: PatientRecord,
  b: PatientRecord,
  { postcode, locality }: Places = compareBothPlaces(a, b),
): AddressLevel => {
  const street = compareStreets(a, b);
  // One digit other is a typing error where the place is the same, and the next district elsewhere.
  const places = [postcode === 'slip' ? locality : postcode, locality];
  const agree = places.filter((place) => place === 'same').length;
  const differ = places.filter((place) => place === 'differs').length;
  if (street === 'missing' && agree + differ === 0) return 'missing';
  if (street === 'house') return agree > 0 || differ === 0 ? 'same-house' : 'similar';
  // Every town has a Mill Lane.
  if (street === 'street' && agree === 0 && differ === 2) return 'differs';
  if (street === 'street') return agree > 0 || differ === 0 ? 'same-street' : 'similar';
  // A postcode is of one place, whether that is told or written in another script.
  if (street === 'differs') return agree === 2 || (postcode === 'same' && differ === 0) ? 'same-area' : 'differs';
  if (differ === 0) return 'same-place';
  return agree > 0 ? 'similar' : 'differs';
};

/** Neither agrees: the addresses are similar at most, whatever the streets are. */
export const areElsewhere = ({ postcode, locality }: Places): boolean =>
  postcode === 'differs' && locality === 'differs';

export const comparePhones = (a: PatientRecord, b: PatientRecord): ContactLevel => {
  const [phoneA, phoneB] = [phoneOf(a), phoneOf(b)];
  if (phoneA === undefined || phoneB === undefined) return 'missing';
  if (phoneA === phoneB) return 'same';
  return isOneSlip(phoneA, phoneB) ? 'slip' : 'differs';
};

export const compareEmails = (a: PatientRecord, b: PatientRecord): ContactLevel => {
  const [mailA, mailB] = [emailOf(a.email), emailOf(b.email)];
  if (mailA === undefined || mailB === undefined) return 'missing';
  if (mailA === mailB) return 'same';
  // Made of the name, and a number because somebody had it already: that is another person as often as a slip.
  if (mailA.replaceAll(/\d/g, '') === mailB.replaceAll(/\d/g, '')) return 'differs';
  const sameName = mailA.split('@')[0] === mailB.split('@')[0] && (mailA.split('@')[0]?.length ?? 0) > 5;
  return sameName || isNear(mailA, mailB) ? 'slip' : 'differs';
};
