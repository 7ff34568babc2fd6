import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { inlineBoot } from './build/inline-boot.mts';
import { pdfParts } from './build/pdf-parts.mts';
import { precompress } from './build/precompress.mts';
import { slimDcmjs } from './build/slim-dcmjs.mts';

export default defineConfig({
  plugins: [react(), tailwind(), slimDcmjs(), inlineBoot(), pdfParts(), precompress()],
  // Only mesh readers of vtk.js import xmlbuilder2, and its Node build ends the page at start.
  resolve: { alias: { xmlbuilder2: new URL('./build/no-meshes.mts', import.meta.url).pathname } },
  optimizeDeps: {
    exclude: ['@cornerstonejs/dicom-image-loader'],
    include: [
      'dicom-parser',
      '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
      '@cornerstonejs/codec-charls/decodewasmjs',
      '@cornerstonejs/codec-openjpeg/decodewasmjs',
      '@cornerstonejs/codec-openjph/wasmjs',
      '@cornerstonejs/codec-libjxl/decodewasmjs',
    ],
  },
  worker: { format: 'es' },
  // What the codecs' Node branches import is known to be absent in a browser; the viewer is one large chunk, fetched once.
  logLevel: 'error',
  build: { target: 'es2024', modulePreload: { polyfill: false } },
  server: { proxy: { '/dicom-web': 'http://127.0.0.1:8080', '/api': 'http://127.0.0.1:8080' } },
});
