import { openReadGate } from './read-gate.js';
import { readPicture } from './read-picture.js';

const betweenMs = 60;
/** wider pictures cost time and give nothing at arm's length */
const widest = 1280;

/**
 * Shows the camera in `video` and tells each code that comes into view, until it is stopped by the answer.
 * @throws NotAllowedError when it is refused, NotFoundError when there is none (DOMException of getUserMedia)
 */
export async function watchCamera(
  video: HTMLVideoElement,
  onRead: (text: string) => void,
): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: widest } },
  });
  let stopped = false;
  const stop = () => {
    stopped = true;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  const canvas = document.createElement('canvas');
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  const gate = openReadGate();
  const look = async () => {
    const share = Math.min(1, widest / Math.max(video.videoWidth, 1));
    canvas.width = Math.round(video.videoWidth * share);
    canvas.height = Math.round(video.videoHeight * share);
    if (!drawing || canvas.width === 0 || canvas.height === 0) return;
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    const text = await readPicture(drawing.getImageData(0, 0, canvas.width, canvas.height));
    if (text !== null && !stopped && gate(text, performance.now())) onRead(text);
  };
  const again = async () => {
    await look().catch(() => undefined);
    if (!stopped) setTimeout(() => void again(), betweenMs);
  };
  void again();
  return stop;
}
