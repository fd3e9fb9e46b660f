import { Paper } from '@mantine/core';
import type { LayOutPlateAnswer, PlateOrders } from '#lis/contracts';
import type { z } from 'zod';
import { usePolled } from '../../src/server/queries.js';
import type { Session } from '../../src/session/signed-in.js';
import { Asked } from '../../src/parts/asked.js';
import { useAnalyserWords } from '../words.js';
import { OrderMessages } from './order-messages.js';
import { OrderedWells } from './ordered-wells.js';
import { SendPlate } from './send-plate.js';
import { SetupFiles } from './setup-files.js';
import { tubeStates } from './tube-states.js';

type Worklist = Pick<z.infer<typeof LayOutPlateAnswer>, 'barcode' | 'wells'>;
type Props = { session: Session; barcode: string };

/** One plate: its set-up files, its orders, and where each tube of it stands with them. */
export function PlateDesk({ session, barcode }: Props) {
  const say = useAnalyserWords();
  const which = new URLSearchParams({ barcode });
  const worklist = usePolled<Worklist>(`/v1/plates/worklist?${which}`, 60_000);
  const orders = usePolled<PlateOrders>(worklist.isSuccess ? `/v1/plates/orders?${which}` : null, 3000);
  return (
    <Paper component="section" className="panel stack" aria-label={`${say('plate')} ${barcode}`}>
      <h2>
        {say('plate')} <span className="code">{barcode}</span>
      </h2>
      <Asked query={worklist}>
        {({ wells }) => (
          <>
            <SetupFiles barcode={barcode} />
            <Asked query={orders}>
              {(answer) => (
                <>
                  <SendPlate session={session} barcode={barcode} isSent={answer.orders.length > 0} />
                  <OrderMessages orders={answer.orders} />
                  <OrderedWells wells={tubeStates(wells, answer)} />
                </>
              )}
            </Asked>
          </>
        )}
      </Asked>
    </Paper>
  );
}
