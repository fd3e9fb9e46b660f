import { Paper } from '@mantine/core';
import type { DesignChoiceAnswer } from '#lis/contracts';
import { useDesignTexts } from '../texts/use-design-texts.js';
import { DesignsTable } from './designs-table.js';
import type { Decision } from './use-decision.js';

type Props = { answer: DesignChoiceAnswer; decision: Decision; isOld: boolean };

/** Everything that was weighed, side by side, with what is not admissible and why. */
export function WeighedPanel({ answer, decision, isOld }: Props) {
  const { heading, note } = useDesignTexts().table;
  return (
    <Paper component="section" className="panel" aria-labelledby="weighed" aria-busy={isOld}>
      <div className="panel-top">
        <h2 id="weighed">{heading}</h2>
        <p className="muted">{note}</p>
      </div>
      <DesignsTable
        answer={answer}
        inUse={answer.decision?.design ?? null}
        onDecide={(design) => decision.decide(design, answer)}
      />
    </Paper>
  );
}
