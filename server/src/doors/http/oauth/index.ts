export { registerConfiguration } from './configuration.ts';
export { allowApplications } from './cors.ts';
export { acceptForms, formOf, type Values } from './forms.ts';
export { html, sendOnwards, sendPage } from './pages.ts';
export { registerOauth } from './register.ts';
export { rootOf } from './where.ts';
