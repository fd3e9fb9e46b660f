import { Alert, Paper } from '@mantine/core';
import type { DesignChoiceAnswer } from '#lis/contracts';
import { ConfirmButton } from '../../src/parts/confirm-button.js';
import { Refused } from '../../src/parts/refused.js';
import { designName } from '../design-name.js';
import { useDesignTexts } from '../texts/use-design-texts.js';
import { BestView } from './best-view.js';
import { CostChart } from './cost-chart.js';
import type { Decision } from './use-decision.js';

type Props = {
  answer: DesignChoiceAnswer;
  decision: Decision;
  /** the answer is still that to the question before */
  isOld: boolean;
};

/** What to do under the conditions, and the decision to do it. */
export function ChoiceView({ answer, decision: { decide, decided, refused }, isOld }: Props) {
  const texts = useDesignTexts();
  const { design } = answer.chosen;
  return (
    <Paper component="section" className="panel stack" aria-labelledby="choice" aria-busy={isOld}>
      <h2 id="choice">{texts.choice.heading}</h2>
      <Refused error={refused} />
      {decided !== '' && (
        <Alert className="good-notice" role="status">
          {texts.choice.decided}: {designName(decided, texts)}
        </Alert>
      )}
      <BestView answer={answer}>
        {design !== answer.decision?.design && (
          <div className="buttons">
            <ConfirmButton
              key={design}
              label={texts.choice.decide}
              question={texts.choice.decideSure}
              onConfirmed={() => decide(design, answer)}
            />
          </div>
        )}
      </BestView>
      <CostChart answer={answer} />
    </Paper>
  );
}
