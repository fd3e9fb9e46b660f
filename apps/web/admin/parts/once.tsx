import { Alert, Button } from '@mantine/core';
import { useAdminWords } from '../words.js';

type Props = { heading: string; secret: string; onNoted: () => void };

/** A secret that the server keeps as a hash only: it stands here until somebody says to have it. */
export function Once({ heading, secret, onNoted }: Props) {
  const say = useAdminWords();
  return (
    <Alert className="good-notice" role="status" title={heading}>
      <div className="stack">
        <code className="secret">{secret}</code>
        <span>{say('shownOnce')}</span>
        <div className="buttons">
          <Button variant="default" size="sm" onClick={onNoted}>
            {say('noted')}
          </Button>
        </div>
      </div>
    </Alert>
  );
}
