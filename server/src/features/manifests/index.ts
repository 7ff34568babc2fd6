export { getKeyObjectManifest } from './get-manifest.ts';
