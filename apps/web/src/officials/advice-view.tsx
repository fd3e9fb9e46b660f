import { Alert } from '@mantine/core';
import type { PoolAdvice } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { AdviceOptions } from './advice-options.js';
import { adviceGrounds, adviceSentence } from './advice-text.js';

/** The advice as a sentence, what it stands on, and the warning. */
export function AdviceView({ advice }: { advice: PoolAdvice }) {
  const { texts, formats } = useLanguage();
  const words = texts.prevalence;
  return (
    <>
      {advice.warnings.map((warning) => {
        const [heading = '', next] = words.warnings[warning];
        return (
          <Alert key={warning} className="notice notice-bad" role="alert" title={heading}>
            {next}
          </Alert>
        );
      })}
      <p className="advice">
        <span className="muted">{words.advice}</span>{' '}
        <strong>{adviceSentence(advice, texts, formats)}</strong>
      </p>
      <p className="muted grounds">{adviceGrounds(advice, texts, formats).join(texts.sentenceGap)}</p>
      {advice.options.length > 0 && <AdviceOptions advice={advice} />}
    </>
  );
}
