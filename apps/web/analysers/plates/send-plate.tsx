import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { Refused } from '../../src/parts/refused.js';
import { useAct } from '../../src/parts/use-act.js';
import type { Session } from '../../src/session/signed-in.js';
import { useInstruments } from '../instruments/instrument.js';
import { Asked } from '../../src/parts/asked.js';
import { useAnalyserWords } from '../words.js';

type Props = { session: Session; barcode: string; isSent: boolean };

/** Has a plate's worklist sent to one of the instruments that take worklists unasked. */
export function SendPlate({ session, barcode, isSent }: Props) {
  const say = useAnalyserWords();
  const instruments = useInstruments(session);
  const { act, refused, refuse } = useAct(session);
  const [chosen, setChosen] = useState<string>();
  const send = async (serial: string) => {
    if (serial === '') return refuse('no-instrument');
    await act('/v1/plates/send', { barcode, instrumentSerial: serial });
  };
  return (
    <section className="stack" aria-label={say('sendHeading')}>
      <div className="panel-top">
        <h3>{say('sendHeading')}</h3>
        <p className="muted">{say('sendStands')}</p>
      </div>
      <Refused error={refused} fields={{ instrumentSerial: say('instrument') }} />
      <Asked query={instruments}>
        {(answer) => {
          const takers = answer.instruments.filter(({ orders }) => orders.mode === 'law-push');
          const serial = chosen ?? (takers.length === 1 ? (takers[0]?.serial ?? '') : '');
          if (takers.length === 0) return <p className="muted">{say('noPush')}</p>;
          return (
            <form
              className="buttons"
              onSubmit={(event) => {
                event.preventDefault();
                void send(serial);
              }}
            >
              <NativeSelect
                aria-label={say('instrument')}
                value={serial}
                data={[{ value: '', label: say('choose') }, ...takers.map((one) => one.serial)]}
                onChange={(event) => setChosen(event.currentTarget.value)}
              />
              <Button type="submit" className="primary">
                {say(isSent ? 'sendAgain' : 'send')}
              </Button>
            </form>
          );
        }}
      </Asked>
    </section>
  );
}
