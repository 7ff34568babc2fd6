import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { Destination, MessageSource } from '@throughline/contract';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { receiversQuery, sendersQuery } from '../../api/hl7.ts';
import { DeskHeader } from '../../components/DeskHeader.tsx';
import { DeskList } from '../../components/DeskList.tsx';
import { Problem } from '../../components/Problem.tsx';
import { ReceiverForm } from './ReceiverForm.tsx';
import { ReceiverState } from './ReceiverState.tsx';
import { SenderForm } from './SenderForm.tsx';
import { lookOf, standing } from './words.ts';

type Side = 'receivers' | 'senders';

const columns = 'grid grid-cols-[6rem_minmax(8rem,1fr)_minmax(10rem,1.2fr)_minmax(12rem,2fr)] gap-3 px-4';

const ReceiverRow = ({ one }: { readonly one: Destination }) => {
  const look = lookOf(one);
  return (
    <div className={`${columns} items-baseline py-1.5`}>
      <span className={look.className}>{look.word}</span>
      <span className="truncate text-strong">{one.name}</span>
      <span className="truncate text-muted">
        {one.host}:{one.port}
        {one.tls ? ', TLS' : ''}
      </span>
      <span className="text-muted">
        {one.events.join(', ')} · {standing(one)}
      </span>
    </div>
  );
};

const SenderRow = ({ one }: { readonly one: MessageSource }) => (
  <div className={`${columns} items-baseline py-1.5`}>
    <span className={one.enabled === false ? 'text-muted' : 'text-ok'}>{one.enabled === false ? 'off' : 'on'}</span>
    <span className="truncate text-strong">{one.name}</span>
    <span className="truncate text-muted">{one.address}</span>
    <span className="text-muted">
      {one.sendingApplication} {one.sendingFacility ?? ''} · {one.issuer}
    </span>
  </div>
);

interface ListProps<T> {
  readonly items: readonly T[] | undefined;
  readonly open: (name: string) => void;
}

const keys = (
  <>
    <kbd className="keycap">↑</kbd> <kbd className="keycap">↓</kbd> choose · <kbd className="keycap">Enter</kbd> open
  </>
);

const head = (second: string, third: string, fourth: string): ReactNode => (
  <>
    <span>State</span>
    <span>{second}</span>
    <span>{third}</span>
    <span>{fourth}</span>
  </>
);

const Receivers = ({ items, open }: ListProps<Destination>) => (
  <DeskList
    label="Receivers"
    columns={columns}
    head={head('Receiver', 'Where', 'What it is told')}
    items={items?.map((one) => ({ ...one, id: one.name }))}
    nameOf={({ name }) => name}
    row={(one) => <ReceiverRow one={one} />}
    empty="Nobody is sent messages: add a receiver."
    open={open}
    foot={<span>{keys}</span>}
  />
);

const Senders = ({ items, open }: ListProps<MessageSource>) => (
  <DeskList
    label="Senders"
    columns={columns}
    head={head('Sender', 'From where', 'What it calls itself, and whose numbers it has')}
    items={items?.map((one) => ({ ...one, id: one.name }))}
    nameOf={({ name }) => name}
    row={(one) => <SenderRow one={one} />}
    empty="Nobody may send messages: add a sender."
    open={open}
    foot={<span>{keys}</span>}
  />
);

interface DetailProps {
  readonly title: string;
  readonly children: ReactNode;
}

const Detail = ({ title, children }: DetailProps) => (
  <section aria-label={title} className="overflow-auto border-l border-line bg-panel p-4">
    <h2 className="mb-2 text-base text-strong">{title}</h2>
    {children}
  </section>
);

const Sides = ({ side, show }: { readonly side: Side; readonly show: (side: Side) => void }) => (
  <fieldset className="flex gap-1" aria-label="Direction">
    {(['receivers', 'senders'] as const).map((one) => (
      <Button key={one} className="action" aria-pressed={side === one} onPress={() => show(one)}>
        <span className={side === one ? 'text-strong' : 'text-muted'}>
          {one === 'receivers' ? 'Receivers' : 'Senders'}
        </span>
      </Button>
    ))}
  </fieldset>
);

/** HL7 v2: who is sent messages, who may send them, how they are read, and messages to try it by. */
export const Hl7 = () => {
  const asked = useSearch({ from: '/hl7' });
  const [side, setSide] = useState<Side>(asked.sender === undefined ? 'receivers' : 'senders');
  const [chosen, setChosen] = useState<string | null>(asked.sender ?? asked.receiver ?? null);
  const [isNew, setNew] = useState(false);
  const receivers = useQuery(receiversQuery);
  const senders = useQuery(sendersQuery);
  const error = receivers.error ?? senders.error;
  if (error && !(receivers.data && senders.data)) return <Problem error={error} />;
  const show = (one: Side): void => {
    setSide(one);
    setChosen(null);
    setNew(false);
  };
  const open = (name: string | null): void => {
    setChosen(name);
    setNew(false);
  };
  const receiver = side === 'receivers' ? receivers.data?.find(({ name }) => name === chosen) : undefined;
  const sender = side === 'senders' ? senders.data?.find(({ name }) => name === chosen) : undefined;
  const name = (receiver ?? sender)?.name;
  const isOpen = isNew || name !== undefined;
  const done = (made?: string): void => open(made ?? null);
  const what = side === 'receivers' ? 'receiver' : 'sender';
  return (
    <main className="flex h-full flex-col">
      <DeskHeader page="HL7">
        <Sides side={side} show={show} />
        <Button className="action ml-auto" onPress={() => setNew(true)}>
          Add a {what}
        </Button>
      </DeskHeader>
      <div className={`grid min-h-0 flex-1 ${isOpen ? 'grid-cols-[minmax(0,1fr)_40rem]' : ''}`}>
        {side === 'receivers' ? (
          <Receivers items={receivers.data} open={open} />
        ) : (
          <Senders items={senders.data} open={open} />
        )}
        {isOpen && (
          <Detail title={isNew ? `New ${what}` : (name ?? '')}>
            {!isNew && receiver && <ReceiverState key={receiver.name} receiver={receiver} />}
            {side === 'receivers' ? (
              <ReceiverForm key={isNew ? 'new' : name} receiver={isNew ? undefined : receiver} done={done} />
            ) : (
              <SenderForm key={isNew ? 'new' : name} sender={isNew ? undefined : sender} done={done} />
            )}
          </Detail>
        )}
      </div>
    </main>
  );
};
