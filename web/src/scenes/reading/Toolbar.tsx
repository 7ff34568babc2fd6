import { Button } from 'react-aria-components/Button';
import { type HotkeyId, keyOf } from '../../keys/table.ts';
import { useDesk } from '../../state/desk-state.ts';

const tools: readonly { readonly id: HotkeyId; readonly text: string; readonly sign: string }[] = [
  { id: 'length', text: 'Length', sign: '⟷' },
  { id: 'angle', text: 'Angle', sign: '∠' },
  { id: 'cobb', text: 'Cobb angle', sign: '⦦' },
  { id: 'save', text: 'Keep measurements', sign: '⤓' },
  { id: 'link', text: 'Link scrolling', sign: '⛓' },
  { id: 'cine', text: 'Play', sign: '▶' },
  { id: 'invert', text: 'Invert', sign: '◐' },
  { id: 'reset', text: 'Fit and reset', sign: '⛶' },
  { id: 'help', text: 'Keys', sign: '?' },
];

/** Every tool that has a key, for those who use the mouse. */
export const Toolbar = ({ act }: { readonly act: (id: HotkeyId) => void }) => {
  const tool = useDesk((state) => state.tool);
  const linked = useDesk((state) => state.linked);
  return (
    <div
      role="toolbar"
      aria-label="Tools"
      aria-orientation="vertical"
      style={{ gridArea: 'tools' }}
      className="flex flex-col gap-1 bg-panel p-1"
    >
      {tools.map(({ id, text, sign }) => (
        <Button
          key={id}
          excludeFromTabOrder
          aria-label={`${text} (${keyOf(id)})`}
          aria-pressed={id === tool || (id === 'link' && linked)}
          className={`flex h-9 w-full items-center justify-center rounded text-base data-[hovered]:bg-hover ${id === tool || (id === 'link' && linked) ? 'bg-hover text-strong' : 'text-muted'}`}
          onPress={() => act(id)}
        >
          {sign}
        </Button>
      ))}
    </div>
  );
};
