/** A HumanName as a DICOM person name (PS3.5 6.2.1). */

interface HumanName {
  readonly family?: string | undefined;
  readonly given?: readonly string[] | undefined;
}

/** What would be delimiters of DICOM is none of a name in FHIR. */
const plain = (name: string): string => name.replaceAll(/[\^=\\]/g, ' ').trim();

export const dicomName = ({ family = '', given = [] }: HumanName): string => {
  const [first = '', ...middle] = given.map(plain);
  return [plain(family), first, middle.join(' ')].join('^').replace(/\^+$/, '');
};
