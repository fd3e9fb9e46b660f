import { Alert, Button, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Session } from '../session/signed-in.js';
import { Refused } from './refused.js';
import { useAct } from './use-act.js';

type Props<T> = {
  session: Session;
  /** where the definition is sent */
  path: string;
  label: string;
  action: string;
  rows: number;
  startsWith?: string;
  /** the text is gone once it was taken */
  empties?: boolean;
  /** what the server calls what it took */
  nameOf: (told: T) => string;
  done: string;
  /** a heading or a note above it */
  children: ReactNode;
};

/** A definition as JSON. What is no JSON is said here, with the place; what is no definition by the server, with the field. */
export function JsonForm<T>(props: Props<T>) {
  const {
    session,
    path,
    label,
    action,
    rows,
    startsWith = '',
    empties = false,
    nameOf,
    done,
    children,
  } = props;
  const { act, refused, refuse } = useAct(session);
  const [text, setText] = useState(startsWith);
  const [told, setTold] = useState<T>();
  const send = async () => {
    setTold(undefined);
    let definition: unknown;
    try {
      definition = JSON.parse(text);
    } catch (error) {
      return refuse('not-json', { told: error instanceof Error ? error.message : '' });
    }
    const answer = await act<T>(path, { definition });
    if (answer === undefined) return;
    if (empties) setText('');
    setTold(answer);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
      <Refused error={refused} fields={{ definition: label }} />
      {told !== undefined && (
        <Alert className="good-notice" role="status">
          <span className="code">{nameOf(told)}</span>: {done}
        </Alert>
      )}
      <Textarea
        label={label}
        value={text}
        rows={rows}
        spellCheck={false}
        required
        classNames={{ input: 'code' }}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="buttons">
        <Button type="submit" className="primary">
          {action}
        </Button>
      </div>
    </form>
  );
}
