import type { Drill } from '../drill.js';
import type { Plate, Plates } from '../laboratory/index.js';
import { messageSentTwice, TARGETS } from '../truth/index.js';
import { isAcknowledged, type MllpLink, openLink } from './mllp-link.js';
import { messageTime, plateMessages } from './plate-messages.js';

/** The analysers of the city, each with its own connection, queue of runs and control ids from 1. */
export function createAnalysers(drill: Drill, plates: Plates) {
  const analysers = new Map<number, ReturnType<typeof createAnalyser>>();
  return {
    /** sends a finished run; the schedule does not wait for it */
    send(plate: Plate): void {
      const analyser = analysers.get(plate.instrument) ?? createAnalyser(drill, plates);
      analysers.set(plate.instrument, analyser);
      plates.sending(plate);
      analyser.send(plate);
    },
    close: () => analysers.forEach((analyser) => analyser.close()),
  };
}

function createAnalyser(drill: Drill, plates: Plates) {
  const { clock, counts, journal, violations, signal } = drill;
  let link: MllpLink | null = null;
  let controlId = 0;
  let work = Promise.resolve();

  const sendRun = async (plate: Plate) => {
    link ??= openLink(drill.host, drill.mllpPort, signal);
    const envelope = () => ({ controlId: String(++controlId), time: messageTime(clock.now()) });
    let number = 0;
    for (const message of plateMessages(drill, plate, envelope)) {
      const times = messageSentTwice(drill.city.seed, plate.n, number) ? 2 : 1;
      for (let time = 0; time < times; time += 1) {
        const code = await link.send(message);
        counts.messagesSent += 1;
        if (time > 0) counts.messagesSentTwice += 1;
        if (!isAcknowledged(code)) violations.add('message-not-acknowledged', `${code} run R${plate.n + 1}`);
      }
      number += 1;
    }
    const wells = plate.wells.length;
    journal.write({ k: 'sent', n: plate.n, wells, readings: wells * TARGETS.length });
    counts.wellsSent += wells;
    counts.readingsSent += wells * TARGETS.length;
    plates.sent(plate);
  };
  return {
    send(plate: Plate): void {
      work = work
        .then(() => sendRun(plate))
        .catch((error: unknown) => {
          if (!signal.aborted) violations.add('run-not-sent', `R${plate.n + 1}: ${String(error)}`);
        });
    },
    close: () => link?.close(),
  };
}
