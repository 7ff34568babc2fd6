import { readdir, readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const library = new URL('../../node_modules/pdfjs-dist/', import.meta.url);
const folders = ['cmaps', 'iccs', 'standard_fonts', 'wasm'] as const;

/** Runs scripts of documents, which nobody does here; or stands in for what every browser has. */
const leftOut = /quickjs|QUICKJS|nowasm/;

/** Fonts, character maps and decoders that documents do not carry themselves: below /assets/pdf-VERSION/, asked for when one is needed. */
export function pdfParts(): Plugin {
  return {
    name: 'pdf-parts',
    apply: 'build',
    generateBundle: {
      async handler() {
        const { version } = JSON.parse(await readFile(new URL('package.json', library), 'utf8'));
        for (const folder of folders) {
          const names = await readdir(new URL(`${folder}/`, library));
          for (const name of names.filter((each) => !leftOut.test(each))) {
            const source = await readFile(new URL(`${folder}/${name}`, library));
            this.emitFile({ type: 'asset', fileName: `assets/pdf-${version}/${folder}/${name}`, source });
          }
        }
      },
    },
  };
}
