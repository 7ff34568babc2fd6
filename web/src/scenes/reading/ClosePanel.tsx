import { Button } from 'react-aria-components/Button';
import { setDesk } from '../../state/desk-state.ts';

export const CloseButton = () => (
  <Button className="action h-fit" onPress={() => setDesk({ enlarged: null })}>
    <kbd className="keycap">Esc</kbd> close
  </Button>
);

/** In the corner of what is open over the pictures, wherever it is scrolled to. */
export const ClosePanel = () => (
  <div className="sticky top-0 z-10 flex h-0 justify-end">
    <CloseButton />
  </div>
);
