import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import './app.css';
import { ApiError, isUnreached } from './api/client.ts';
import { router } from './router.tsx';

/** A hub that comes back is heard of soon. */
const longestPauseMs = 5_000;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What a server refused it refuses again; what did not answer may answer the next time.
      retry: (count, error) => (!(error instanceof ApiError) || isUnreached(error)) && count < 5,
      retryDelay: (count) => Math.min(longestPauseMs, 1000 * 2 ** count),
    },
  },
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}
