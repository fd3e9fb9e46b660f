import { Alert, Button } from '@mantine/core';
import type { IssueTabletCodeAnswer } from '#lis/contracts';
import { enrolmentCodeMs } from '#lis/domain';
import type { z } from 'zod';
import { useAdminWords } from '../words.js';
import { Qr } from './qr.js';
import { useSecondsLeft } from './use-seconds-left.js';

export type IssuedCode = z.infer<typeof IssueTabletCodeAnswer>;
type Props = { issued: IssuedCode; origin: string; onClose: () => void };

/** A code while it serves: as a picture of the address that the tablet opens, and to be typed. Gone when it is over. */
export function EnrolmentCode({ issued, origin, onClose }: Props) {
  const say = useAdminWords();
  const left = useSecondsLeft(enrolmentCodeMs);
  if (left === 0) {
    return (
      <Alert className="notice" role="status">
        {say('codeOver')}
      </Alert>
    );
  }
  return (
    <div className="beside">
      <Qr text={`${origin}${issued.address}`} label={say('scanThis')} />
      <div className="stack">
        <p>
          <strong>{say('scanThis')}</strong>
        </p>
        <p>{say('orType')}</p>
        <p className="code wraps">{origin}/tablet/</p>
        <code className="secret">{issued.code}</code>
        <p>
          {say('codeLeft')}{' '}
          <strong className="figures" role="timer">
            {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}
          </strong>
        </p>
        <div className="buttons">
          <Button variant="default" size="sm" onClick={onClose}>
            {say('close')}
          </Button>
        </div>
      </div>
    </div>
  );
}
