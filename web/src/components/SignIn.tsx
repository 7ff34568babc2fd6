import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { forgetFilter } from '../api/filter.ts';
import { openSession } from '../api/queries.ts';
import { providerAddress, signIn, waysInQuery } from '../api/sign-in.ts';
import { useTitle } from './use-title.ts';

const refusals = {
  passcode: 'The name or the passcode is wrong, or it was tried too often.',
  token: 'This token is not accepted. Ask for a new one.',
};

interface FormProps {
  readonly kind: keyof typeof refusals;
  readonly submit: (form: FormData) => Promise<unknown>;
  readonly children: ReactNode;
}

/** One way in: what was behind the page is asked for again once somebody is signed in. */
const Way = ({ kind, submit, children }: FormProps) => {
  const client = useQueryClient();
  const [refused, setRefused] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    try {
      await submit(new FormData(event.currentTarget));
      await client.resetQueries();
    } catch {
      setRefused(true);
    }
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void send(event)}>
      {children}
      {refused && (
        <p role="alert" className="text-bad">
          {refusals[kind]}
        </p>
      )}
      <Button className="action self-start" type="submit">
        Sign in
      </Button>
    </form>
  );
};

const Field = ({
  label,
  name,
  type,
  autoComplete,
}: Readonly<Record<'label' | 'name' | 'type' | 'autoComplete', string>>) => (
  <label className="flex flex-col gap-1">
    {label}
    <input className="field" name={name} type={type} autoComplete={autoComplete} required />
  </label>
);

const text = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

const TokenWay = () => (
  <Way kind="token" submit={(form) => openSession(text(form, 'token'))}>
    <p>Paste the access token that your hospital gave you. It is kept for this browser only, until it expires.</p>
    <Field label="Access token" name="token" type="password" autoComplete="off" />
  </Way>
);

/** The ways in that this hub has: the hospital's own sign-in first, then name and passcode, else a token. */
export const SignIn = () => {
  const { data } = useQuery(waysInQuery);
  useTitle('Sign in');
  // Whoever signs in next may be somebody else.
  useEffect(forgetFilter, []);
  const providers = data?.providers ?? [];
  return (
    <section className="m-auto flex w-[32rem] flex-col gap-3 rounded border border-line bg-panel p-6">
      <h1 className="text-base text-strong">You are not signed in</h1>
      {providers.map(({ name, label }) => (
        <a key={name} className="action self-start" href={providerAddress(name)}>
          Sign in with {label}
        </a>
      ))}
      {data?.passcode === true && (
        <Way kind="passcode" submit={(form) => signIn(text(form, 'username'), text(form, 'passcode'))}>
          <Field label="Name" name="username" type="text" autoComplete="username" />
          <Field label="Passcode" name="passcode" type="password" autoComplete="current-password" />
        </Way>
      )}
      {data !== undefined && providers.length === 0 && !data.passcode && <TokenWay />}
      {data !== undefined && (providers.length > 0 || data.passcode) && (
        <details>
          <summary>Sign in with an access token</summary>
          <div className="pt-3">
            <TokenWay />
          </div>
        </details>
      )}
    </section>
  );
};
