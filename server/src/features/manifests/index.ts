export { getKeyObjectManifest, getManifest, manifestInputOf, manifestModelOf, placeOf } from './get-manifest.ts';
export { keyObjectManifest, type ManifestInput, manifestSeriesUid } from './key-objects.ts';
