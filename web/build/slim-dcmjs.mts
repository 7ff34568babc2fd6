import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const name = 'dcmjs';
const virtual = `\0${name}`;

interface Entry {
  readonly tag: string;
  readonly vr: string;
  readonly vm: string;
}

/** The viewer library's metadata package: it may only be found from the viewer library itself. */
const metadata = createRequire(createRequire(import.meta.url).resolve('@cornerstonejs/core')).resolve(
  '@cornerstonejs/metadata',
);

/** Every word of the viewer's metadata package that can be a keyword: those of its module tables and of its display set rules. */
async function wantedKeywords(): Promise<Set<string>> {
  const folder = dirname(metadata);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return new Set(texts.flatMap((text) => text.match(/\b[A-Z]\w+\b/g) ?? []));
}

/**
 * dcmjs carries the whole dictionary and a reader of its own, 1.9 MB in two copies that a browser would have to compile before
 * the first picture is live. The viewer, as this page uses it, takes from it only a logger and the tags of its own tables and rules; its
 * reader of whole files is not used here and is left out.
 */
export function slimDcmjs(): Plugin {
  return {
    name: 'slim-dcmjs',
    enforce: 'pre',
    resolveId: (id) => (id === name ? virtual : undefined),
    load: async (id) => {
      if (id !== virtual) return undefined;
      const { data, constants } = createRequire(metadata)(name) as {
        readonly data: { readonly DicomMetaDictionary: { readonly nameMap: Record<string, Entry> } };
        readonly constants: Record<string, string>;
      };
      const { nameMap } = data.DicomMetaDictionary;
      const kept = [...(await wantedKeywords())].flatMap((keyword) => {
        const entry = nameMap[keyword];
        return entry ? [[keyword, { tag: entry.tag, vr: entry.vr, vm: entry.vm }] as const] : [];
      });
      const syntaxes = Object.entries(constants).filter(([key]) => key.endsWith('_ENDIAN'));
      return `
        const nameMap = ${JSON.stringify(Object.fromEntries(kept))};
        const dictionary = Object.fromEntries(Object.values(nameMap).map((entry) => [entry.tag.replace(/\\W/g, ''), entry]));
        const silent = () => {};
        const logger = { trace: silent, debug: silent, info: silent, log: silent, setLevel: silent,
          warn: (...said) => console.warn(...said), error: (...said) => console.error(...said) };
        class Absent { constructor() { throw new Error('Whole files are not read in the browser.'); } }
        export const constants = ${JSON.stringify(Object.fromEntries(syntaxes))};
        export const log = { ...logger, getLogger: () => ({ ...logger }) };
        export default { constants, log, data: { DicomMetaDictionary: { nameMap, dictionary } },
          async: { AsyncDicomReader: Absent }, utilities: { DicomMetadataListener: Absent } };
      `;
    },
  };
}
