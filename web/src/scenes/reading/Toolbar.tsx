import { Button } from 'react-aria-components/Button';
import { type HotkeyId, keyOf } from '../../keys/table.ts';
import { useDesk } from '../../state/desk-state.ts';

/** Drawn here, 16 by 16: a symbol font need not be on the machine. */
const tools: readonly { readonly id: HotkeyId; readonly text: string; readonly path: string }[] = [
  { id: 'length', text: 'Length', path: 'M2 14 14 2M1 11l4 4M11 1l4 4' },
  { id: 'angle', text: 'Angle', path: 'M14 13H2L11 3M7 13a5 5 0 0 0-1.6-3.7' },
  { id: 'cobb', text: 'Cobb angle', path: 'M2 4l12-2M2 12l12 2M5 4v8' },
  { id: 'save', text: 'Keep measurements', path: 'M8 2v8M4.5 7 8 10.5 11.5 7M2 14h12' },
  {
    id: 'link',
    text: 'Link scrolling',
    path: 'M6.5 9.5l3-3M7 5l2-2a2.8 2.8 0 0 1 4 4l-2 2M9 11l-2 2a2.8 2.8 0 0 1-4-4l2-2',
  },
  { id: 'cine', text: 'Play', path: 'M4 2.5v11l9-5.5z' },
  { id: 'invert', text: 'Invert', path: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12' },
  { id: 'turn', text: 'Turn by a quarter', path: 'M13 8a5 5 0 1 1-2-4M13.5 2v3.5H10' },
  { id: 'reset', text: 'Fit and reset', path: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4' },
  { id: 'overTime', text: 'Measurements over time', path: 'M2 2v12h12M4.5 10.5l3-3 2 2 4-5' },
  { id: 'timeline', text: 'Timeline larger', path: 'M2 4h12M2 8h12M2 12h12M5 2.5v3M10 6.5v3M7 10.5v3' },
  { id: 'help', text: 'Keys', path: 'M2 4h12v8H2zM4.5 6.5h1M7.5 6.5h1M10.5 6.5h1M5 9.5h6' },
];

/** Every tool that has a key, for those who use the mouse. */
export const Toolbar = ({ act }: { readonly act: (id: HotkeyId) => void }) => {
  const tool = useDesk((state) => state.tool);
  const enlarged = useDesk((state) => state.enlarged);
  const linked = useDesk((state) => state.panes.current?.link?.on ?? false);
  const isOn = (id: HotkeyId): boolean => id === tool || id === enlarged || (id === 'link' && linked);
  return (
    <div
      role="toolbar"
      aria-label="Tools"
      aria-orientation="vertical"
      style={{ gridArea: 'tools' }}
      className="flex min-h-0 flex-col gap-1 overflow-y-auto bg-panel p-1"
    >
      {tools.map(({ id, text, path }) => (
        <Button
          key={id}
          excludeFromTabOrder
          aria-label={`${text} (${keyOf(id)})`}
          aria-pressed={isOn(id)}
          className={`flex h-9 min-h-6 w-full items-center justify-center rounded text-base data-[hovered]:bg-hover ${isOn(id) ? 'bg-hover text-strong' : 'text-muted'}`}
          onPress={() => act(id)}
        >
          <svg viewBox="0 0 16 16" className="h-4 w-4" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden>
            <path d={path} />
          </svg>
        </Button>
      ))}
    </div>
  );
};
