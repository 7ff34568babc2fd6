import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textOfCda } from './index.ts';

const document = (body: string, head = ''): Uint8Array =>
  Buffer.from(
    `<?xml version="1.0"?>${head}<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Summary</title><recordTarget><name>coded</name></recordTarget><component>${body}</component></ClinicalDocument>`,
  );

const section = (text: string): string =>
  `<structuredBody><component><section><code code="1"/><title>Course</title><text>${text}</text><entry>coded</entry></section></component></structuredBody>`;

it('gives the titles and the narrative, a line each, and nothing that is coded', () => {
  const text = textOfCda(
    document(section('<paragraph>Well &amp; home.</paragraph><table><tr><th>Drug</th><td>None</td></tr></table>')),
  );
  expect(text?.split('\n').filter((line) => line !== '')).toEqual(['Summary', 'Course', 'Well & home.', 'Drug\tNone']);
});

it('leaves markup that is written as text what it is', () => {
  expect(textOfCda(document(section('&lt;script&gt;1&lt;/script&gt;')))).toContain('<script>1</script>');
});

it('says that a body of another kind is not shown', () => {
  const body = '<nonXMLBody><text mediaType="application/pdf" representation="B64">JVBERi0=</text></nonXMLBody>';
  const text = textOfCda(document(body));
  expect(text).toContain('(The body is application/pdf and is not shown as text.)');
  expect(text).not.toContain('JVBERi0');
});

it.each([
  ['what is not well-formed', document('<a>')],
  ['a document type, whatever it declares', document(section('&a;'), '<!DOCTYPE x [<!ENTITY a "a">]>')],
  ['what is nested for ever', document('<a>'.repeat(1000) + '</a>'.repeat(1000))],
  ['bytes of no such character set', Buffer.from('<?xml version="1.0" encoding="none"?><a/>')],
])('refuses %s', (_name, bytes) => {
  expect(textOfCda(bytes)).toBeUndefined();
});

it('ends with text or nothing, whatever it is given', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '/', 'text', '&', ';', '"', '=', ' ', 'title') }),
      (text) => {
        const found = textOfCda(Buffer.from(text));
        expect(found === undefined || typeof found === 'string').toBe(true);
      },
    ),
  );
});
