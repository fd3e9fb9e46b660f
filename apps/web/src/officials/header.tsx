import { NativeSelect } from '@mantine/core';
import type { WhoAmI } from '#lis/contracts';
import type { Sweep } from '../server/answers.js';
import { WhoBar } from '../session/who-bar.js';
import { useLanguage } from '../texts/language.js';

type Props = {
  sweeps: Sweep[];
  chosen?: Sweep | undefined;
  onChoose: (id: number) => void;
  /** who has logged in; nobody with a token alone */
  who?: WhoAmI | undefined;
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
      <WhoBar who={who} page="dashboard" onLeave={onLeave} />
    </header>
  );
}
