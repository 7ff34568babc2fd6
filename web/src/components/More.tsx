import { Button } from 'react-aria-components/Button';

/** The next page of a list. */
export const More = ({ fetchNextPage }: { readonly fetchNextPage: () => Promise<unknown> }) => (
  <Button className="action ml-auto" onPress={() => void fetchNextPage()}>
    More
  </Button>
);
