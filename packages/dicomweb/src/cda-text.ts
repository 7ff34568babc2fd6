/** The words of a CDA document (HL7 CDA R2), for who is shown text: nothing of it is ever HTML. Bounded, and without what XML can be made to do. */
import { SaxesParser } from 'saxes';

const deepest = 200;
const mostCharacters = 2_000_000;

/** Elements of a narrative block that begin a line (CDA R2 4.3.5). */
const lines: ReadonlySet<string> = new Set([
  'paragraph',
  'br',
  'item',
  'tr',
  'caption',
  'list',
  'table',
  'section',
  'title',
]);
const cells: ReadonlySet<string> = new Set(['td', 'th']);
const starts: Readonly<Record<string, string>> = { item: '• ', section: '\n' };

/** Only what stands in these is for people; the rest is coded. */
const readable: ReadonlySet<string> = new Set(['title', 'text']);

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

class Words {
  readonly #path: string[] = [];
  readonly #parts: string[] = [];
  #length = 0;
  #inside = 0;

  open(name: string): void {
    if (this.#path.length >= deepest) throw new RangeError('too deep');
    this.#path.push(name);
    if (lines.has(name)) this.#write('\n');
    if (starts[name]) this.#write(starts[name]);
    if (cells.has(name)) this.#write('\t');
    if (readable.has(name)) this.#inside += 1;
  }

  close(name: string): void {
    this.#path.pop();
    if (readable.has(name)) this.#inside -= 1;
    if (lines.has(name) || readable.has(name)) this.#write('\n');
  }

  /** The body that is no XML is a file of another kind. */
  attributes(attributes: Readonly<Record<string, string>>): void {
    if (this.#path.at(-2) === 'nonXMLBody')
      this.#write(`(The body is ${attributes.mediaType ?? 'of an unknown kind'} and is not shown as text.)`);
  }

  text(text: string): void {
    if (this.#inside > 0 && !this.#path.includes('nonXMLBody')) this.#write(text.replaceAll(/\s+/g, ' '));
  }

  toString(): string {
    return this.#parts
      .join('')
      .split('\n')
      .map((line) => line.replaceAll(/ *\t */g, '\t').trim())
      .join('\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim();
  }

  #write(text: string): void {
    this.#length += text.length;
    if (this.#length > mostCharacters) throw new RangeError('too long');
    this.#parts.push(text);
  }
}

const encodingOf = (bytes: Uint8Array): string =>
  /^<\?xml[^>]{0,100}encoding=["']([\w-]{1,40})["']/.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  )?.[1] ?? 'utf-8';

const refuse = (): never => {
  throw new RangeError('not allowed');
};

/** The titles and the narrative text of a document, a line each; undefined when it is not well-formed, or does what is not allowed. */
export const textOfCda = (bytes: Uint8Array): string | undefined => {
  const words = new Words();
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', ({ name, attributes }) => {
    words.open(local(name));
    words.attributes(attributes as Readonly<Record<string, string>>);
  });
  parser.on('closetag', ({ name }) => words.close(local(name)));
  parser.on('text', (text) => words.text(text));
  parser.on('cdata', (text) => words.text(text));
  try {
    const end = bytes.at(-1) === 0 ? bytes.length - 1 : bytes.length;
    parser.write(new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes.subarray(0, end))).close();
    return words.toString();
  } catch {
    return undefined;
  }
};
