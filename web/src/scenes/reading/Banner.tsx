import type { Reading } from '@throughline/contract';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useFilter } from '../../api/filter.ts';
import { following } from '../../api/following.ts';
import { DemoMark } from '../../components/DemoMark.tsx';
import { SignOut } from '../../components/SignOut.tsx';
import { keyOf } from '../../keys/table.ts';
import { useDesk } from '../../state/desk-state.ts';
import { linkText, linkTitle } from './link-words.ts';
import { isHeld, toggleFollowing } from './use-following.ts';
import { type WorklistWay, worklistAddress } from './use-worklist-way.ts';

type LinkedRecord = Reading['person']['records'][number];

/** A name that this hospital knows and the others do not stands beside its number. */
const RecordButton = ({ record, name }: { readonly record: LinkedRecord; readonly name: string }) => (
  <DialogTrigger>
    <Button className="rounded px-1 text-left text-muted wrap-anywhere data-[hovered]:bg-hover data-[hovered]:text-text">
      {record.patientId || 'no patient ID'} {record.siteName ?? record.issuer}
      {record.name !== name && (
        <span className="text-text">
          {' '}
          as <bdi>{record.name}</bdi>
        </span>
      )}
      {record.link && linkText(record.link) && <span> ({linkText(record.link)})</span>}
    </Button>
    <Popover className="max-w-md rounded border border-line bg-raised p-3 shadow-xl">
      <Dialog aria-label="Why this is the same person" className="flex flex-col gap-1 outline-none">
        <strong className="text-strong">{record.name}</strong>
        <span>
          {[record.birthDate, record.sex, record.issuer && `issued by ${record.issuer}`].filter(Boolean).join(' · ')}
        </span>
        {record.link === null && <span className="text-muted">The record of the current study.</span>}
        {record.link && <span className="text-muted">{linkTitle(record.link)}</span>}
        <ul className="list-disc pl-4">
          {record.link?.evidence.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Dialog>
    </Popover>
  </DialogTrigger>
);

/** Says who is followed, where somebody is; one click stops it, and takes it up again. */
const FollowingMark = () => {
  const names = useDesk((state) => state.following);
  const stopped = useDesk((state) => state.followingStopped);
  if (names.length === 0 && !stopped) return null;
  return (
    <Button
      data-following={stopped ? 'stopped' : 'on'}
      aria-label={
        stopped ? `Follow other applications again (${keyOf('follow')})` : `Stop following (${keyOf('follow')})`
      }
      className="rounded px-1 text-left text-muted data-[hovered]:bg-hover data-[hovered]:text-text"
      onPress={toggleFollowing}
    >
      {stopped ? 'not following' : `following ${names.join(', ')}`}
    </Button>
  );
};

/** Who this is, by every hospital's own number. Nothing of it is ever cut: where there is no room for one line it takes more. */
export const Banner = ({ reading, way }: { readonly reading: Reading; readonly way: WorklistWay }) => {
  const { person, current } = reading;
  const day = useFilter((state) => state.day);
  return (
    <header
      style={{ gridArea: 'banner' }}
      className="flex max-h-[40vh] items-start gap-x-4 overflow-y-auto bg-panel px-3 py-1"
    >
      <div className="flex min-w-0 grow flex-wrap items-center gap-x-4 gap-y-0.5">
        <span className="flex gap-1">
          <a
            href={worklistAddress(day)}
            className="action"
            aria-label={`Worklist (${keyOf('worklist')})`}
            title={`Worklist (${keyOf('worklist')})`}
            onClick={() => following.left()}
          >
            ←
          </a>
          <span title={`Next study of the worklist (${keyOf('next')})`}>
            <Button className="action" aria-label={`Next study of the worklist (${keyOf('next')})`} onPress={way.next}>
              →
            </Button>
          </span>
        </span>
        <h1 className="text-[15px] font-semibold text-strong wrap-anywhere">
          <bdi>{person.name}</bdi>
        </h1>
        <span>{[person.sex, person.age, person.birthDate ?? 'birth date not known'].filter(Boolean).join(' · ')}</span>
        {person.records.map((record) => (
          <RecordButton key={`${record.issuer} ${record.patientId}`} record={record} name={person.name} />
        ))}
        <span className="ml-auto wrap-anywhere">
          {[current.exam, current.accessionNumber].filter(Boolean).join(' · ')}
          {current.reasonForExam && <em className="text-muted"> · “{current.reasonForExam}”</em>}
        </span>
      </div>
      <div className="flex min-h-7 shrink-0 items-center gap-x-4">
        <FollowingMark />
        {reading.demo ? <DemoMark /> : <SignOut may={() => !isHeld()} />}
      </div>
    </header>
  );
};
