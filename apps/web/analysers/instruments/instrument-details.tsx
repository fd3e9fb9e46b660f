import { Facts } from '../../src/parts/facts.js';
import { useAnalyserWords } from '../words.js';
import type { Instrument } from './instrument.js';

/** By what an instrument's messages are told from others', and how it gets its orders. */
export function InstrumentDetails({ instrument }: { instrument: Instrument }) {
  const say = useAnalyserWords();
  const { serial, sendingApplication, sendingFacility, orders } = instrument;
  const port = orders.port;
  return (
    <>
      <h2 className="code">{serial}</h2>
      <Facts
        of={[
          [say('laboratory'), `${instrument.laboratoryName} (${instrument.laboratoryCode})`],
          [say('identifiedBy'), say(instrument.identifiedBy)],
          [say('sender'), `${sendingApplication || '—'} · ${sendingFacility || '—'}`],
          [say('address'), <code key="address">{instrument.allowedAddress}</code>],
          [say('localPort'), instrument.localPort ?? say('anyPort')],
          [say('orders'), say(`orders-${orders.mode}`)],
          [
            say('ordersPort'),
            port === null ? say('ownConnection') : <code key="port">{`${port.address}:${port.port}`}</code>,
          ],
        ]}
      />
      <p>
        <a href={`#messages/${instrument.id}`}>{say('itsMessages')}</a>
      </p>
    </>
  );
}
