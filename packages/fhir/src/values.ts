/** DICOM values as FHIR data types (PS3.5 6.2, FHIR R4 datatypes). What cannot be said truly is left out. */

import type { HumanName, Identifier, Narrative } from '@medplum/fhirtypes';
import { displayName, type NameComponents, parsePersonName } from '@throughline/dicom';
import { systems } from './systems.ts';

/** DA, also one that is partial (YYYY, YYYYMM), as a FHIR date; undefined when it is none. */
export const dateOf = (value: string | null | undefined): string | undefined => {
  const [, year, month, day] = /^(\d{4})(\d{2})?(\d{2})?$/.exec(value ?? '') ?? [];
  if (year === undefined || year === '0000') return undefined;
  const text = [year, month, day].filter((part) => part !== undefined).join('-');
  const full = month === undefined ? `${text}-01-01` : day === undefined ? `${text}-01` : text;
  const real = new Date(`${full}T00:00:00Z`);
  return Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== full ? undefined : text;
};

/** A date with its time: a FHIR dateTime with a time must have an offset, so a time without one is left out. */
export const dateTimeOf = (date: string | null, time: string | null, offset: string | null): string | undefined => {
  const day = dateOf(date);
  const [, hours, minutes, seconds = '00'] = /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)?/.exec(time ?? '') ?? [];
  const [, sign, zoneHours, zoneMinutes] = /^([+-])(0\d|1[0-4])([0-5]\d)$/.exec(offset ?? '') ?? [];
  if (day?.length !== 10 || hours === undefined || sign === undefined) return day;
  return `${day}T${hours}:${minutes}:${seconds}${sign}${zoneHours}:${zoneMinutes}`;
};

/** PS3.3 C.7.1.1 as an administrative gender. */
export const genderOf = (sex: string | null): 'male' | 'female' | 'other' | 'unknown' | undefined => {
  const genders = { M: 'male', F: 'female', O: 'other', U: 'unknown' } as const;
  return genders[(sex ?? '').trim().toUpperCase() as keyof typeof genders];
};

/** A DICOM PN as it is shown. */
export const personText = (value: string): string => textOf(displayName(value)) ?? value;

const filled = (texts: readonly string[]): string[] => texts.map((text) => text.trim()).filter((text) => text !== '');

const nameGroup = (group: NameComponents, text: string): HumanName => {
  const given = filled([group.given, group.middle]);
  const [prefix, suffix] = [filled([group.prefix]), filled([group.suffix])];
  return {
    text,
    ...(group.family.trim() !== '' && { family: group.family.trim() }),
    ...(given.length > 0 && { given }),
    ...(prefix.length > 0 && { prefix }),
    ...(suffix.length > 0 && { suffix }),
  };
};

/** One HumanName for each group of a person name, the alphabetic one first. */
export const namesOf = (value: string | null): HumanName[] => {
  const name = parsePersonName(value ?? '');
  const groups = (value ?? '').split('=');
  return [name.alphabetic, name.ideographic, name.phonetic].flatMap((group, at) =>
    group === undefined ? [] : [nameGroup(group, displayName(groups[at] ?? ''))],
  );
};

/** A single text without control characters, as a FHIR string must be; undefined when nothing is left. */
export const textOf = (value: string | null | undefined): string | undefined => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a FHIR string must not hold
  const text = (value ?? '').replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim();
  return text === '' ? undefined : text;
};

export const identifierOf = (code: string, system: string | undefined, value: string): Identifier => ({
  type: { coding: [{ system: systems.identifierType, code }] },
  ...(system !== undefined && { system }),
  value,
});

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A narrative of headings and paragraphs only: nothing that a sender wrote is markup (H81). */
export const narrativeOf = (sections: readonly { readonly heading: string; readonly text: string }[]): Narrative => {
  const parts = sections.map(({ heading, text }) => {
    const title = textOf(heading);
    const lines = (textOf(text) ?? '').split('\n').map(escapeHtml).join('<br/>');
    return `${title === undefined ? '' : `<h3>${escapeHtml(title)}</h3>`}<p>${lines}</p>`;
  });
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${parts.join('')}</div>` };
};
