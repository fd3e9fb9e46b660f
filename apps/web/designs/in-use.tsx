import { Paper } from '@mantine/core';
import type { DesignChoiceAnswer, DesignChoiceStart } from '#lis/contracts';
import { useMoment } from '../src/parts/use-moment.js';
import { useLanguage } from '../src/texts/language.js';
import { inUseText } from './choice/refusal-text.js';
import { designName } from './design-name.js';
import { useDesignTexts } from './texts/use-design-texts.js';

type Props = {
  decision: DesignChoiceStart['decision'];
  answer: DesignChoiceAnswer | undefined;
};

/** What the laboratory decided last, and whether it still holds under the conditions that are looked at. */
export function InUse({ decision, answer }: Props) {
  const { formats } = useLanguage();
  const texts = useDesignTexts();
  const moment = useMoment();
  const words = texts.inUse;
  return (
    <Paper component="section" className="panel" aria-labelledby="in-use">
      <div className="panel-top">
        <h2 id="in-use">{words.heading}</h2>
        <p className="muted">{words.note}</p>
      </div>
      {decision ? (
        <>
          <p>
            <strong>{designName(decision.design, texts)}</strong>
            {' · '}
            <span className="muted">{words.by(decision.decidedBy, moment(decision.decidedAt))}</span>
          </p>
          {answer && <p>{inUseText(answer, decision.design, { texts, formats })}</p>}
        </>
      ) : (
        <p className="muted">{words.none}</p>
      )}
    </Paper>
  );
}
