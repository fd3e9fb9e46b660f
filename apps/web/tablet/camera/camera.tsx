import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words.js';

type Props = { onRead: (text: string) => void };

/** The camera beside the scanner and the typing field, when somebody asks for it; what reads pictures is loaded then. */
export function Camera({ onRead }: Props) {
  const say = useWords();
  const [open, setOpen] = useState(false);
  const [fault, setFault] = useState('');
  const fail = (word: string) => {
    setOpen(false);
    setFault(word);
  };
  if (navigator.mediaDevices === undefined) return null;
  return (
    <div className="camera">
      {open && <View onRead={onRead} onFault={fail} />}
      <div className="row">
        <Button
          variant="default"
          onClick={() => {
            setFault('');
            setOpen(!open);
          }}
        >
          {say(open ? 'cameraOff' : 'cameraOn')}
        </Button>
        <span className="bad" role="status">
          {fault && say(fault)}
        </span>
      </div>
    </div>
  );
}

function View({ onRead, onFault }: Props & { onFault: (word: string) => void }) {
  const say = useWords();
  const video = useRef<HTMLVideoElement>(null);
  // the page's newest answer to a code, without starting the camera anew for it
  const told = useRef({ onRead, onFault });
  useEffect(() => {
    told.current = { onRead, onFault };
  });
  useEffect(() => {
    let gone = false;
    let stop: (() => void) | undefined;
    const start = async () => {
      try {
        const { watchCamera } = await import('./watch-camera.js');
        if (gone || !video.current) return;
        stop = await watchCamera(video.current, (text) => told.current.onRead(text));
        if (gone) stop();
      } catch (error) {
        if (!gone) told.current.onFault(wordOfFault(error));
      }
    };
    void start();
    return () => {
      gone = true;
      stop?.();
    };
  }, []);
  return <video ref={video} muted playsInline aria-label={say('cameraView')} />;
}

function wordOfFault(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'cameraRefused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'cameraNone' : 'cameraFailed';
}
