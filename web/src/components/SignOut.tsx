import { Button } from 'react-aria-components/Button';
import { signOut } from '../api/sign-in.ts';

/** Ends the session in this browser; `may` says whether the user may leave what is open now. */
export const SignOut = ({ may = () => true }: { readonly may?: () => boolean }) => (
  <Button
    data-sign-out
    className="shrink-0 rounded px-1 text-muted data-[hovered]:bg-hover data-[hovered]:text-text"
    onPress={() => {
      if (may()) signOut();
    }}
  >
    Sign out
  </Button>
);
