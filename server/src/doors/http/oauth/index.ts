export { allowApplications } from './cors.ts';
export { registerConfiguration } from './configuration.ts';
export { registerOauth } from './register.ts';
export { html, sendOnwards, sendPage } from './pages.ts';
export { rootOf } from './where.ts';
