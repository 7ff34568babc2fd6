/** One component group of a person name (PS3.5 6.2.1.1); every part may be empty. */
export interface NameComponents {
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** The groups that are present. */
export interface PersonName {
  readonly alphabetic?: NameComponents;
  readonly ideographic?: NameComponents;
  readonly phonetic?: NameComponents;
}

const groups = ['alphabetic', 'ideographic', 'phonetic'] as const;
const parts = ['family', 'given', 'middle', 'prefix', 'suffix'] as const;

function parseGroup(text: string): NameComponents | undefined {
  const [family = '', given = '', middle = '', prefix = '', ...rest] = text.split('^').map((part) => part.trim());
  const components = { family, given, middle, prefix, suffix: rest.join(' ').trim() };
  return parts.some((part) => components[part] !== '') ? components : undefined;
}

/** Reads a PN value. Components after the fifth are kept in the suffix; groups after the third are left out. */
export function parsePersonName(text: string): PersonName {
  const [alphabetic, ideographic, phonetic] = text.split('=', 3).map(parseGroup);
  return {
    ...(alphabetic && { alphabetic }),
    ...(ideographic && { ideographic }),
    ...(phonetic && { phonetic }),
  };
}

const formatGroup = (components: NameComponents | undefined): string =>
  components
    ? parts
        .map((part) => components[part])
        .join('^')
        .replace(/\^+$/, '')
    : '';

/** Writes a PN value, without trailing delimiters. */
export const formatPersonName = (name: PersonName): string =>
  groups
    .map((group) => formatGroup(name[group]))
    .join('=')
    .replace(/=+$/, '');

/** The name for a person to read: 'DOE, Jane Ann', from the first group that is present; '' if there is none. */
export function displayName(text: string): string {
  const name = parsePersonName(text);
  const components = name.alphabetic ?? name.ideographic ?? name.phonetic;
  if (!components) return '';
  const given = [components.prefix, components.given, components.middle, components.suffix].filter(
    (part) => part !== '',
  );
  return [components.family, given.join(' ')].filter((part) => part !== '').join(', ');
}
