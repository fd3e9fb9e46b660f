import { useEffect, useState } from 'react';
import { Switches } from '../src/officials/switches.js';
import { codeOfAddress } from './device/address-code.js';
import { readTablet, type Tablet } from './device/tablet.js';
import { EnrolForm } from './enrol-form.js';
import { Shift } from './shift.js';
import { useWords } from './words.js';

/** A sampling site's page: enrolment once, then tubes. */
export function TabletPage() {
  const say = useWords();
  const [tablet, setTablet] = useState<Tablet | null>();
  useEffect(() => void readTablet().then((known) => setTablet(known ?? null)), []);
  return (
    <>
      <header className="top">
        <span className="wordmark">Sweepwell</span>
        <h1>{say('title')}</h1>
        <span className="top-right">
          <Switches />
        </span>
      </header>
      <main className="tablet">
        {tablet === null && <EnrolForm onEnrolled={setTablet} />}
        {tablet && codeOfAddress() !== '' && <p className="sheet">{say('already')}</p>}
        {tablet && <Shift tablet={tablet} />}
      </main>
    </>
  );
}
