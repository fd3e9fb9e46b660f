import { Alert } from '@mantine/core';
import type { FilePreview } from '#lis/contracts';
import { useReason } from '../reason-words.js';
import { useAnalyserWords } from '../words.js';

/** What stands in the way of a file, what a person should look at, and how it was read: each in words. */
export function PreviewRemarks({ preview }: { preview: FilePreview }) {
  const say = useAnalyserWords();
  const reason = useReason();
  const { problems, doubts, warnings, controls, isClean } = preview;
  const faults = controls.verdict === 'rejected' ? controls.reasons : [];
  const list = (codes: readonly string[]) => (
    <ul className="remarks">
      {codes.map((code) => (
        <li key={code}>{reason(code)}</li>
      ))}
    </ul>
  );
  return (
    <>
      {problems.length > 0 && (
        <Alert className="notice notice-bad" role="alert" title={say('problems')}>
          {list(problems)}
        </Alert>
      )}
      {doubts.length > 0 && (
        <Alert className="notice" role="status" title={say('doubts')}>
          {list([...doubts, ...faults])}
        </Alert>
      )}
      {isClean && (
        <Alert className="good-notice" role="status">
          {say('isClean')}
        </Alert>
      )}
      {warnings.length > 0 && (
        <details>
          <summary>
            {say('warnings')} ({warnings.length})
          </summary>
          {list(warnings)}
        </details>
      )}
    </>
  );
}
