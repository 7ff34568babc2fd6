import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { hotkeyTable, shownKey } from '../../keys/table.ts';
import { setDesk, useDesk } from '../../state/desk-state.ts';

/** The longest one last: it has a column for itself. */
const groups = ['Priors', 'Page', 'Measure', 'Picture'] as const;

/** The hotkeys, printed from the table that they work by; the demo has no session that could follow another application. */
export const KeyTable = ({ demo }: { readonly demo: boolean }) => {
  const open = useDesk((state) => state.enlarged === 'help');
  return (
    <ModalOverlay
      isDismissable
      isOpen={open}
      onOpenChange={(to) => !to && setDesk({ enlarged: null })}
      className="fixed inset-0 z-30 flex items-center justify-center bg-black/60"
    >
      <Modal className="max-h-full max-w-full overflow-auto rounded border border-line bg-raised p-6">
        <Dialog aria-label="Keys" className="columns-2 gap-x-10 outline-none">
          {groups.map((group) => (
            <section key={group} className="mb-4 break-inside-avoid">
              <h2 className="heading mb-1">{group}</h2>
              {hotkeyTable
                .filter((hotkey) => hotkey.group === group && !(demo && hotkey.id === 'follow'))
                .map((hotkey) => (
                  <p key={hotkey.id} className="flex gap-3">
                    <kbd className="keycap w-20 shrink-0 self-start whitespace-nowrap">{shownKey(hotkey)}</kbd>
                    {hotkey.does}
                  </p>
                ))}
            </section>
          ))}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};
