import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { Broken } from './components/Broken.tsx';
import { Closed } from './scenes/closed/Closed.tsx';
import { Open } from './scenes/open/Open.tsx';
import { Worklist } from './scenes/worklist/Worklist.tsx';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A part of the application that does not come is waited for: the page is loaded anew when the hub answers. */
const lazyPage: typeof lazyRouteComponent = (importer, exportName) =>
  lazyRouteComponent(
    () =>
      importer().catch((error: unknown) => {
        window.loadAgain?.(error);
        return new Promise<never>(() => undefined);
      }),
    exportName,
  );

const root = createRootRoute({ component: Outlet });

const worklist = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: Worklist,
  validateSearch: (search) => ({ date: text(search.date) }),
});

const open = createRoute({
  getParentRoute: () => root,
  path: '/open',
  component: Open,
  // Accession numbers look like numbers: they are taken as they were written.
  validateSearch: (search) => ({
    link: text(search.link),
    study: text(search.study),
    patient: text(search.patient),
    accession: search.accession === undefined ? undefined : String(search.accession),
    issuer: text(search.issuer),
  }),
});

const read = createRoute({
  getParentRoute: () => root,
  path: '/read/$study',
  component: lazyPage(() => import('./scenes/reading/Reading.tsx'), 'Reading'),
  validateSearch: (search) => ({ prior: search.prior === undefined ? undefined : String(search.prior) }),
});

/** A study is missing: it is chosen from the list. */
const readNothing = createRoute({
  getParentRoute: () => root,
  path: '/read',
  beforeLoad: () => {
    throw redirect({ to: '/', search: { date: undefined }, replace: true });
  },
});

const closed = createRoute({ getParentRoute: () => root, path: '/closed', component: Closed });

const sources = createRoute({
  getParentRoute: () => root,
  path: '/sources',
  component: lazyPage(() => import('./scenes/sources/Sources.tsx'), 'Sources'),
  validateSearch: (search) => ({ source: text(search.source) }),
});

const applicationEntities = createRoute({
  getParentRoute: () => root,
  path: '/application-entities',
  component: lazyPage(() => import('./scenes/application-entities/ApplicationEntities.tsx'), 'ApplicationEntities'),
  validateSearch: (search) => ({ entity: text(search.entity) }),
});

const hl7 = createRoute({
  getParentRoute: () => root,
  path: '/hl7',
  component: lazyPage(() => import('./scenes/hl7/Hl7.tsx'), 'Hl7'),
  validateSearch: (search) => ({ receiver: text(search.receiver), sender: text(search.sender) }),
});

const exceptions = createRoute({
  getParentRoute: () => root,
  path: '/exceptions',
  component: lazyPage(() => import('./scenes/exceptions/Exceptions.tsx'), 'Exceptions'),
});

const measures = createRoute({
  getParentRoute: () => root,
  path: '/measures',
  component: lazyPage(() => import('./scenes/measures/Measures.tsx'), 'Measures'),
});

const terms = createRoute({
  getParentRoute: () => root,
  path: '/terms',
  component: lazyPage(() => import('./scenes/terms/Terms.tsx'), 'Terms'),
});

const identity = createRoute({
  getParentRoute: () => root,
  path: '/identity',
  component: lazyPage(() => import('./scenes/identity/Identity.tsx'), 'Identity'),
  validateSearch: (search) => ({ review: text(search.review) }),
});

export const router = createRouter({
  routeTree: root.addChildren([
    ...[
      worklist,
      open,
      read,
      readNothing,
      closed,
      sources,
      applicationEntities,
      hl7,
      exceptions,
      measures,
      terms,
      identity,
    ],
  ]),
  // What broke is not undone by itself: it is said what to do, and the worklist is one press away.
  defaultErrorComponent: Broken,
  // UIDs are digits and dots: they must not be taken for numbers.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined) as [string, string][];
    const query = new URLSearchParams(given).toString();
    return query === '' ? '' : `?${query}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
