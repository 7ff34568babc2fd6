export { getKeyObjectManifest, getManifest } from './get-manifest.ts';
