import { Button, NativeSelect } from '@mantine/core';
import type { Sweep } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { Switches } from './switches.js';

type Props = {
  sweeps: Sweep[];
  chosen?: Sweep | undefined;
  onChoose: (id: number) => void;
  /** who has logged in; nobody with a token alone */
  who?: string | undefined;
  onLeave: () => void;
};

export function Header({ sweeps, chosen, onChoose, who, onLeave }: Props) {
  const { texts, formats } = useLanguage();
  const label = ({ name, realm, startsAt, timeZone }: Sweep) =>
    `${realm === 'drill' ? `[${texts.drill}] ` : ''}${name} · ${formats.dayAndTime(startsAt, timeZone)}`;
  return (
    <header className="top">
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <span className="wordmark">Sweepwell</span>
      <h1>{texts.title}</h1>
      {chosen && (
        <NativeSelect
          className="sweep-choice"
          aria-label={texts.sweep}
          value={String(chosen.id)}
          onChange={(event) => onChoose(Number(event.currentTarget.value))}
          data={sweeps.map((sweep) => ({ value: String(sweep.id), label: label(sweep) }))}
        />
      )}
      <span className="top-right">
        {who !== undefined && <span className="muted">{who}</span>}
        <Switches />
        <Button variant="default" size="sm" onClick={onLeave}>
          {texts.leave}
        </Button>
      </span>
    </header>
  );
}
